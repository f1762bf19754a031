#include "bot/store/sqlite/sqlite.h"

#include <filesystem>
#include <utility>

#include "bot/core/log.h"
#include "bot/store/inside.h"
#include "bot/store/sqlite/copying.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {
namespace {

constexpr char kBeginWrite[] = "BEGIN IMMEDIATE";
constexpr char kBeginRead[] = "BEGIN";
constexpr char kCommit[] = "COMMIT";

/// Rolls back what was not committed, whichever way the work ended.
class RollBack {
 public:
  explicit RollBack(Connection& connection) : connection_(connection) {}
  ~RollBack() { connection_.roll_back(); }
  RollBack(const RollBack&) = delete;
  RollBack& operator=(const RollBack&) = delete;

 private:
  Connection& connection_;
};

Result<void> run(Connection& connection, const char* sql) {
  return guard([&] { Query(connection, sql).run(); });
}

}  // namespace

/// A reader that is given back in any case.
class SqliteStore::Taken {
 public:
  Taken(SqliteStore& store, std::unique_ptr<Connection> reader) : store_(store), reader_(std::move(reader)) {}
  ~Taken() {
    reader_->roll_back();
    store_.give_back(std::move(reader_));
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;
  Connection& connection() { return *reader_; }

 private:
  SqliteStore& store_;
  std::unique_ptr<Connection> reader_;
};

SqliteStore::SqliteStore(std::string path, const Clock& clock, SqliteOptions options, std::unique_ptr<Connection> writer)
    : path_(std::move(path)), clock_(clock), options_(std::move(options)), writer_(std::move(writer)) {}

Result<void> SqliteStore::start() {
  {
    const Lock lock(writing_);
    Connection& writer = *writer_;
    // The log file is made by the first transaction, an empty one too.
    auto ready = guard([&] {
      writer.execute("BEGIN IMMEDIATE; COMMIT");
      if (!options_.writer_pragmas.empty()) writer.execute(options_.writer_pragmas);
    });
    if (!ready) return ready;
  }
  return durable_.open(path_);
}

Result<void> SqliteStore::write(const std::function<Result<void>(Writer&)>& work) {
  const Inside inside(*this);
  if (inside.again()) return fail(Code::Internal, "a transaction was begun inside another one");
  Written written = write_and_commit(work);
  if (written.done && written.wait_for > 0) return durable_.wait_for(written.wait_for);
  return std::move(written.done);
}

SqliteStore::Written SqliteStore::write_and_commit(const std::function<Result<void>(Writer&)>& work) {
  const Lock lock(writing_);
  if (auto begun = run(*writer_, kBeginWrite); !begun) return {std::move(begun)};
  const RollBack otherwise(*writer_);
  SqliteTransaction transaction(*writer_, clock_);
  Result<void> done = work(transaction);
  // Also when the work went on regardless: what follows a failed statement may stand outside any transaction.
  if (transaction.broken()) return {tl::unexpected(*transaction.broken())};
  if (!done) return {std::move(done)};
  if (auto committed = run(*writer_, kCommit); !committed) return {std::move(committed)};
  const std::uint64_t number = durable_.committed();
  return {{}, transaction.must_last() ? number : 0};
}

Result<void> SqliteStore::read(const std::function<Result<void>(Reader&)>& work) {
  const Inside inside(*this);
  if (inside.again()) return fail(Code::Internal, "a transaction was begun inside another one");
  auto reader = take_reader();
  if (!reader) return tl::unexpected(reader.error());
  Taken taken(*this, std::move(*reader));
  if (auto begun = run(taken.connection(), kBeginRead); !begun) return begun;
  SqliteTransaction transaction(taken.connection(), clock_);
  Result<void> done = work(transaction);
  if (transaction.broken()) return tl::unexpected(*transaction.broken());
  return done;
}

Result<std::unique_ptr<Connection>> SqliteStore::take_reader() {
  {
    const Lock lock(reading_);
    const auto deadline = std::chrono::steady_clock::now() + options_.reader_timeout;
    while (readers_.empty() && readers_made_ >= options_.readers)
      if (reader_free_.wait_until(reading_, deadline) == std::cv_status::timeout && readers_.empty())
        return fail(Code::Unavailable, "all readers of the database are busy");
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
    ++readers_made_;
  }
  std::unique_ptr<Connection> reader;
  auto made = guard([&] {
    reader = std::make_unique<Connection>(path_, Connection::Mode::ReadOnly, options_.busy_timeout);
    reader->execute("PRAGMA cache_size = -1000");
  });
  if (made) return reader;
  const Lock lock(reading_);
  --readers_made_;
  reader_free_.notify_one();
  return tl::unexpected(made.error());
}

void SqliteStore::give_back(std::unique_ptr<Connection> reader) {
  const Lock lock(reading_);
  readers_.push_back(std::move(reader));
  reader_free_.notify_one();
}

Result<void> SqliteStore::backup(const std::string& path) { return copy_database(path_, path, options_.busy_timeout); }

}  // namespace allybot::store
