// Opening a SQLite file: what it has to be, and bringing it to this version.
#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "bot/core/log.h"
#include "bot/store/migrations/sqlite/list.h"
#include "bot/store/sqlite/copying.h"
#include "bot/store/sqlite/sqlite.h"

namespace allybot::store {
namespace {

namespace fs = std::filesystem;

constexpr char kUserVersion[] = "PRAGMA user_version";
constexpr char kApplicationId[] = "PRAGMA application_id";
constexpr char kTables[] = "SELECT count(*) FROM sqlite_master";
constexpr char kJournalMode[] = "PRAGMA journal_mode = WAL";

/// "Ally": marks the file as ours (https://www.sqlite.org/pragma.html#pragma_application_id).
constexpr std::int64_t kOurs = 0x416C6C79;

tl::unexpected<Error> refuse(const std::string& sentence) { return fail(Code::Unavailable, sentence, sentence); }

std::int64_t ask_number(Connection& connection, const char* sql) {
  Query row(connection, sql);
  row.next();
  return row.number(0);
}

Result<void> make_file(const std::string& path) {
  std::error_code problem;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, problem);
  if (problem) return refuse("Cannot make the folder of the database " + path + ": " + problem.message() + '.');
  if (fs::is_directory(path, problem)) return refuse("The database " + path + " is a folder; name a file in it.");
  if (!fs::exists(path, problem)) make_private_file(path);  // if that fails, opening says why
  return {};
}

struct Standing {
  std::int64_t version = 0;
  bool ours = false;
  bool empty = false;
};

Standing standing_of(Connection& connection) {
  return {ask_number(connection, kUserVersion), ask_number(connection, kApplicationId) == kOurs,
          ask_number(connection, kTables) == 0};
}

using Steps = std::span<const char* const>;

Result<void> check(const Standing& standing, const std::string& path, Steps steps) {
  const auto newest = static_cast<std::int64_t>(steps.size());
  if (!standing.empty && !standing.ours)
    return refuse("The database " + path + " belongs to another program; name a file of its own for Allybot.");
  if (standing.version > newest)
    return refuse("The database " + path + " was written by a newer Allybot (its version is " + std::to_string(standing.version) +
                  ", this one knows " + std::to_string(newest) + "); start that one, or restore an older copy.");
  return {};
}

/// "var/allybot.db.version-1.2026-03-29T01-00-00Z".
std::string name_of_copy(const std::string& path, std::int64_t version, TimePoint now) {
  std::string moment = to_rfc3339(now);
  for (char& letter : moment)
    if (letter == ':') letter = '-';
  return path + ".version-" + std::to_string(version) + '.' + moment;
}

/// All steps in one transaction: a failure leaves the old version as it was.
void migrate(Connection& connection, Steps steps) {
  connection.execute("BEGIN IMMEDIATE");
  // Asked again under the lock: another process may have been faster.
  auto version = static_cast<std::size_t>(ask_number(connection, kUserVersion));
  if (version < steps.size()) {
    for (; version < steps.size(); ++version) connection.execute(steps[version]);
    connection.execute("PRAGMA user_version = " + std::to_string(version));
    connection.execute("PRAGMA application_id = " + std::to_string(kOurs));
  }
  connection.execute("COMMIT");
}

Result<void> bring_to_this_version(Connection& connection, const Standing& standing, const std::string& path, const Clock& clock,
                                   milliseconds busy_timeout, Steps steps) {
  if (standing.version == static_cast<std::int64_t>(steps.size())) return {};
  if (!standing.empty) {
    const std::string copy = name_of_copy(path, standing.version, clock.now());
    auto copied = copy_database(path, copy, busy_timeout);
    if (!copied)
      return refuse("The older database " + path + " was not migrated, for it could not be copied to " + copy +
                    " before: " + copied.error().for_log + '.');
    log::info("database_copied", {{"version", standing.version}, {"copy", copy}});
  }
  auto migrated = guard([&] { migrate(connection, steps); });
  connection.roll_back();
  if (!migrated) return refuse("The database " + path + " cannot be migrated: " + migrated.error().for_log + '.');
  log::info("database_migrated", {{"from", standing.version}, {"to", steps.size()}});
  return {};
}

/// The journal's mode comes back from the pragma: not every file system can have the one we ask for.
void set_up(Connection& connection, std::string& journal_mode) {
  {
    Query row(connection, kJournalMode);
    row.next();
    journal_mode = row.text(0);
  }
  // Why NORMAL is enough: durable.h. The log is taken in every 16 MB rather than 4: pages that change again meanwhile are then
  // copied once.
  connection.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
  connection.execute("PRAGMA cache_size = -4000; PRAGMA wal_autocheckpoint = 4000");
}

/// SQLite counts its memory under one lock for all connections, and nobody asks for the count
/// (https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus). Once SQLite works it stays as it is.
void count_no_memory() {
  static const int status = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)status;
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, const Clock& clock, const SqliteOptions& options) {
  const auto unusable = [&path](const Error& error) {
    return refuse("The database " + path + " cannot be used: " + error.for_log + '.');
  };
  const Steps steps = options.migrations.empty() ? sqlite_migrations() : options.migrations;
  if (auto made = make_file(path); !made) return tl::unexpected(made.error());
  count_no_memory();
  std::unique_ptr<Connection> writer;
  Standing standing;
  // Nothing is changed, the journal's mode neither, before it is known to be ours.
  auto opened = guard([&] {
    writer = std::make_unique<Connection>(path, Connection::Mode::Create, options.busy_timeout);
    standing = standing_of(*writer);
  });
  if (!opened) return unusable(opened.error());
  if (auto ours = check(standing, path, steps); !ours) return tl::unexpected(ours.error());
  if (writer->is_read_only())
    return refuse("The database " + path + " cannot be written; give Allybot the right to write the file and its folder.");
  std::string journal_mode;
  if (auto done = guard([&] { set_up(*writer, journal_mode); }); !done) return unusable(done.error());
  if (journal_mode != "wal")
    return refuse("The database " + path + " lies where SQLite cannot keep a write-ahead log; put it on a local disk.");
  auto ready = bring_to_this_version(*writer, standing, path, clock, options.busy_timeout, steps);
  if (!ready) return tl::unexpected(ready.error());
  auto store = std::make_unique<SqliteStore>(path, clock, options, std::move(writer));
  if (auto started = store->start(); !started) return unusable(started.error());
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace allybot::store
