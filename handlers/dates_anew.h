// Notices that the rules by which dates are computed have changed, in a running program or while it was stopped: the zone
// database, holidays, the usual region. Then what is to come of every plan is computed anew.
// Must never touch what is claimed already, nor a plan that has no date to come.
#pragma once

#include "bot/schedule/zone_database.h"
#include "handlers/dispatch.h"

namespace allybot::handlers {

/// For the housekeeper; one thread.
class DatesAnew {
 public:
  /// How many plans have another next date now. The zone database is looked at once a minute.
  Result<std::size_t> look(const Services& services);

 private:
  void look_at_zones(const Services& services);
  Result<std::size_t> compute(const Services& services);

  schedule::ZoneWatch zones_;
  std::optional<TimePoint> looked_;
  std::shared_ptr<const library::Library> library_;  ///< that `rules_` was made of
  std::string rules_;                                ///< what dates depend on, in one text
  bool computed_ = false;                            ///< by these rules
};

}  // namespace allybot::handlers
