// Notices that the clock was set back, also by a process before this one, and remembers which moments it showed twice.
// Must never be asked whether the clock is right: it can only tell that it once was ahead of what it shows now.
#pragma once

#include <optional>

#include "bot/core/time.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// One thread at a time.
class ClockWatch {
 public:
  /// Compares with what was seen before, and notes the time in the store now and then.
  Result<void> look(store::Writer& tx, TimePoint now);
  /// False for moments that may be longer ago than they seem.
  bool trusts(TimePoint moment) const { return moment < from_ || upto_ <= moment; }

 private:
  void read_range(const std::optional<std::string>& text);

  std::optional<TimePoint> noted_;   ///< in the store
  std::optional<TimePoint> latest_;  ///< seen by us
  TimePoint from_{}, upto_{};        ///< equal: never set back
};

}  // namespace allybot::schedule
