// Makes committed transactions survive a loss of power, many of them with one call to the disk.
// Must never be waited for with the writer's mutex held: the next writer commits meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "bot/core/mutex.h"
#include "bot/core/result.h"

namespace allybot::store {

/// Why not PRAGMA synchronous=FULL: it waits for the disk inside each commit, with everybody else waiting for the writer. With
/// NORMAL a commit only writes to the log file (which a crash of the process leaves whole, and a loss of power never corrupts),
/// and here those who must not lose it wait for one fdatasync of the log, together. SQLite itself syncs the log before it copies
/// from it into the database. What a transaction noted as seen does not wait at all.
/// Any thread may call it.
class Durable {
 public:
  Durable() = default;
  ~Durable();
  Durable(const Durable&) = delete;
  Durable& operator=(const Durable&) = delete;

  /// Opens the database's log file. It exists, and stays the same file, as long as a connection is open.
  Result<void> open(const std::string& database_path);
  /// Counts a commit; call it before the writer's mutex is let go. Returns the commit's number.
  std::uint64_t committed() { return ++committed_; }
  /// Returns when the commit with that number, and all before it, are on the disk.
  Result<void> wait_for(std::uint64_t number);

 private:
  int log_ = -1;
  std::atomic<std::uint64_t> committed_{0};
  Mutex mutex_;
  Condition condition_;
  bool syncing_ BOT_GUARDED_BY(mutex_) = false;
  std::uint64_t synced_ BOT_GUARDED_BY(mutex_) = 0;
};

/// Writes a finished file, and its name in its folder, through to the disk.
Result<void> sync_file(const std::string& path);

}  // namespace allybot::store
