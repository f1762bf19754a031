#include "bot/store/sqlite/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace allybot::store {
namespace {

tl::unexpected<Error> not_synced() {
  return fail(Code::Unavailable, "the disk did not confirm what was written to the database");
}

bool sync_path(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  ::close(file);
  return done;
}

}  // namespace

Durable::~Durable() {
  if (log_ >= 0) ::close(log_);
}

Result<void> Durable::open(const std::string& database_path) {
  // A second descriptor is safe here: SQLite keeps its locks on the database and the -shm file, none on the log.
  log_ = ::open((database_path + "-wal").c_str(), O_RDONLY | O_CLOEXEC);
  const std::string folder = std::filesystem::path(database_path).parent_path().string();
  if (log_ < 0 || !sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY)) return not_synced();
  return {};
}

Result<void> Durable::wait_for(std::uint64_t number) {
  for (;;) {
    std::uint64_t upto = 0;
    {
      const Lock lock(mutex_);
      while (syncing_ && synced_ < number) condition_.wait(mutex_);
      if (synced_ >= number) return {};
      syncing_ = true;
      upto = committed_;
    }
    const bool done = ::fdatasync(log_) == 0;
    const Lock lock(mutex_);
    syncing_ = false;
    if (done) synced_ = upto;
    condition_.notify_all();
    if (!done) return not_synced();
  }
}

Result<void> sync_file(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (!sync_path(path, O_RDONLY) || !sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY)) return not_synced();
  return {};
}

}  // namespace allybot::store
