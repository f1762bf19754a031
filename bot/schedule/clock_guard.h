// Notices that the machine's clock jumped, by comparing it with a clock that only ever runs forward.
// Must never take a long sleep for a jump: the other clock counts while the machine sleeps.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "bot/core/time.h"

namespace allybot::schedule {

/// Both clocks at one moment. Never the one before and the other after somebody moved them: that would look like a jump.
struct BothClocks {
  TimePoint now;
  milliseconds uptime;
};
BothClocks read_both(const Clock& clock);

/// One thread at a time.
class ClockGuard {
 public:
  struct Jump {
    milliseconds by;  ///< negative: set back
  };
  /// Compares with the last look. A jump of less than a minute back, or an hour forward, is none: clocks are corrected all day.
  std::optional<Jump> look(TimePoint now, milliseconds uptime);
  /// After a jump forward posts are held for ten minutes, so that a slip can be mended before anything is late or posted; less
  /// when the clock is put back.
  bool holds(milliseconds uptime) const { return uptime < hold_until_; }
  /// A sentence for operators, for a day after the last jump.
  std::optional<std::string> warning(milliseconds uptime) const;
  /// What another process noted before us: a clock that shows less now was set back meanwhile, one that is a month ahead is worth
  /// a look.
  std::optional<Jump> compare_with_noted(TimePoint noted, TimePoint now, milliseconds uptime);

 private:
  Jump remember(milliseconds by, TimePoint now, milliseconds uptime);

  std::optional<TimePoint> last_;
  milliseconds last_uptime_{0}, hold_until_{0}, warned_at_{0};
  std::string warning_;
};

}  // namespace allybot::schedule
