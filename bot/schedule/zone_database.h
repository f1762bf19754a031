// The system's zone database: where it is, which version of it is in use, and whether it was updated while the program runs.
// Must never take half an update: a package replaces its files one after the other.
#pragma once

#include <optional>
#include <string>

namespace allybot::schedule {

/// $TZDIR, as cctz has it, or /usr/share/zoneinfo.
std::string zone_database_root();
/// How many updates were taken into use since the program began. Zone::load() reads anew after each.
int zone_database_generation();

/// One thread; one for a process, for what is in use is the process's.
class ZoneWatch {
 public:
  ZoneWatch();
  struct Update {
    std::string from, to;  ///< versions
  };
  /// Looks at the files. What has changed and then stayed the same for two looks is taken into use.
  std::optional<Update> look();
  /// Names the state that is in use: the version and what else tells two states apart.
  const std::string& in_use() const { return in_use_; }

 private:
  std::string in_use_;
  std::string seen_;  ///< at the last look
};

}  // namespace allybot::schedule
