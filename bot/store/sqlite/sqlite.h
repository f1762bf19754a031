// The store in a SQLite file: one writer, a few readers, all in one process.
// Must never leave a transaction open between two calls.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/store/sqlite/connection.h"
#include "bot/store/sqlite/durable.h"
#include "bot/store/store.h"

namespace allybot::store {

struct SqliteOptions {
  /// How long to wait for a lock that another program holds.
  milliseconds busy_timeout{2000};
  /// How long to wait for a free reader.
  milliseconds reader_timeout{5000};
  std::size_t readers = 4;
  /// Run on the writer's connection at opening: a test limits the size of the database with it.
  std::string writer_pragmas = {};
  /// A test puts the steps of a later version here; empty: sqlite_migrations().
  std::span<const char* const> migrations = {};
};

/// Makes the folder and the file when they are missing, migrates an older database after copying it beside itself. Otherwise one
/// sentence that says what to do: not a database, another program's, a newer version's, not to be written or opened.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, const Clock& clock, const SqliteOptions& options = {});

/// Any thread may call it.
class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, const Clock& clock, SqliteOptions options, std::unique_ptr<Connection> writer);

  /// Opens what open_sqlite() has not opened yet.
  Result<void> start();
  Result<void> write(const std::function<Result<void>(Writer&)>& work) override;
  Result<void> read(const std::function<Result<void>(Reader&)>& work) override;
  Result<void> backup(const std::string& path) override;

 private:
  struct Written {
    Result<void> done;
    std::uint64_t wait_for = 0;  ///< the commit that must be on the disk; 0: none
  };
  Written write_and_commit(const std::function<Result<void>(Writer&)>& work);
  Result<std::unique_ptr<Connection>> take_reader();
  void give_back(std::unique_ptr<Connection> reader);
  class Taken;

  const std::string path_;
  const Clock& clock_;
  const SqliteOptions options_;
  Mutex writing_;
  std::unique_ptr<Connection> writer_ BOT_GUARDED_BY(writing_);
  Durable durable_;
  Mutex reading_;
  Condition reader_free_;
  std::vector<std::unique_ptr<Connection>> readers_ BOT_GUARDED_BY(reading_);
  std::size_t readers_made_ BOT_GUARDED_BY(reading_) = 0;
};

}  // namespace allybot::store
