#include <filesystem>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/store/store.h"

namespace allybot::app::commands {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

Result<std::string> file_of(const Settings& settings) {
  auto file = sqlite_file(settings);
  if (!file) return fail(Code::Unsupported, "This works on a SQLite file; for another database use its own tools.");
  return std::move(*file);
}

}  // namespace

int db_migrate(const Settings& settings, Terminal terminal) {
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) return failed(terminal, store.error());
  terminal.out << "The database is at this version.\n";
  return 0;
}

int db_backup(const Settings& settings, const std::string& path, Terminal terminal) {
  const auto file = file_of(settings);
  if (!file) return failed(terminal, file.error());
  std::error_code none;
  if (!std::filesystem::exists(*file, none))
    return failed(terminal, Error{Code::NotFound, "There is no database at " + *file + ".", {}});
  if (std::filesystem::exists(path, none))
    return failed(terminal, Error{Code::Conflict, path + " exists; choose another name.", {}});
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) return failed(terminal, store.error());
  if (auto copied = (*store)->backup(path); !copied) return failed(terminal, copied.error());
  terminal.out << "Copied to " << path << ". ALLYBOT_SECRET is not in it: keep " << *file
               << ".secret (or the secret you set) in a safe place of its own.\n";
  return 0;
}

int db_restore(const Settings& settings, const std::string& path, Terminal terminal) {
  const auto file = file_of(settings);
  if (!file) return failed(terminal, file.error());
  const SystemClock clock;
  std::error_code problem;
  if (!std::filesystem::exists(path, problem))
    return failed(terminal, Error{Code::NotFound, "There is no file " + path + ".", {}});
  // The copy is opened (and migrated) beside the database first: what cannot be opened never replaces what can.
  const std::string beside = *file + ".restoring";
  const auto folder = std::filesystem::path(*file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  std::filesystem::copy_file(path, beside, std::filesystem::copy_options::overwrite_existing, problem);
  if (problem) return failed(terminal, Error{Code::Unavailable, "Cannot copy " + path + ": " + problem.message() + ".", {}});
  {
    const auto store = store::open(std::string(kSqlite) + beside, clock);
    if (!store) {
      std::filesystem::remove(beside, problem);
      return failed(terminal, store.error());
    }
  }
  for (const char* ending : {"-wal", "-shm"}) {
    std::filesystem::remove(*file + ending, problem);
    std::filesystem::remove(beside + ending, problem);
  }
  if (std::filesystem::exists(*file, problem)) std::filesystem::rename(*file, *file + ".before-restore", problem);
  std::filesystem::rename(beside, *file, problem);
  if (problem) return failed(terminal, Error{Code::Unavailable, "Cannot replace " + *file + ": " + problem.message() + ".", {}});
  terminal.out << "Restored. What was there before is " << *file << ".before-restore.\n";
  return 0;
}

}  // namespace allybot::app::commands
