#include "bot/schedule/zone_database.h"

#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

#include "bot/core/mutex.h"
#include "bot/schedule/zone.h"

namespace allybot::schedule {
namespace {

/// The version that the files tell now.
std::string version_on_disk() {
  // Debian ships the source form beside the compiled zones; its first line is "# version 2026a".
  std::ifstream file(zone_database_root() + "/tzdata.zi");
  std::string hash, word, version;
  if (file >> hash >> word >> version && hash == "#" && word == "version") return version;
  std::ifstream plain(zone_database_root() + "/+VERSION");  // macOS, BSD
  if (plain >> version) return version;
  return "unknown";
}

/// What differs between two states of the database, also where they tell the same version or none.
std::string state_on_disk() {
  std::string state = version_on_disk();
  for (const char* name : {"", "/tzdata.zi", "/+VERSION", "/zone.tab", "/zone1970.tab", "/Europe", "/America", "/Asia"}) {
    struct stat found {};
    if (::stat((zone_database_root() + name).c_str(), &found) != 0) continue;
    state += ' ' + std::to_string(found.st_mtim.tv_sec) + '.' + std::to_string(found.st_size);
  }
  return state;
}

/// cctz keeps every zone that it has read for good, so which version is in use belongs to the process.
class InUse {
 public:
  static InUse& of_process() {
    static InUse in_use;
    return in_use;
  }
  std::string version() {
    const Lock lock(mutex_);
    return version_;
  }
  void take(std::string version) {
    const Lock lock(mutex_);
    version_ = std::move(version);
    ++generation_;
  }
  int generation() const { return generation_.load(); }

 private:
  InUse() : version_(version_on_disk()) {}

  std::atomic<int> generation_{0};
  Mutex mutex_;
  std::string version_ BOT_GUARDED_BY(mutex_);
};

}  // namespace

std::string zone_database_root() {
  const char* set = std::getenv("TZDIR");
  return set != nullptr && *set != '\0' ? std::string(set) : std::string("/usr/share/zoneinfo");
}

std::string zone_database_version() { return InUse::of_process().version(); }

int zone_database_generation() { return InUse::of_process().generation(); }

ZoneWatch::ZoneWatch() : in_use_(state_on_disk()), seen_(in_use_) {}

std::optional<ZoneWatch::Update> ZoneWatch::look() {
  std::string now = state_on_disk();
  const bool settled = now == seen_;
  seen_ = now;
  if (!settled || now == in_use_) return std::nullopt;
  in_use_ = std::move(now);
  Update update{zone_database_version(), version_on_disk()};
  InUse::of_process().take(update.to);
  return update;
}

}  // namespace allybot::schedule
