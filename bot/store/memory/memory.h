// A store that lives in memory and is gone with the process: for tests and for trying things out.
// Must never promise more than SQLite keeps, nor less: the contract suite runs over both.
#pragma once

#include "bot/core/mutex.h"
#include "bot/store/memory/tables.h"

namespace allybot::store {

/// Any thread may call it; one transaction at a time, reading ones too.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(const Clock& clock) : clock_(clock) {}
  Result<void> write(const std::function<Result<void>(Writer&)>& work) override;
  Result<void> read(const std::function<Result<void>(Reader&)>& work) override;
  Result<void> backup(const std::string& path) override;

 private:
  const Clock& clock_;
  Mutex mutex_;
  Tables tables_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::store
