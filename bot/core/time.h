// Moments, and the one port through which code learns what time it is.
// Nothing else may ask the system clock; local times of a zone live in bot/schedule, not here.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "bot/core/result.h"

namespace allybot {

/// A moment in UTC, to the millisecond.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Tells the time. Any thread may call it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  /// How long it has run, from any beginning: nobody can set it, and it counts while the machine sleeps. A clock that cannot be
  /// set tells its own time.
  virtual milliseconds uptime() const { return now().time_since_epoch(); }
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  milliseconds uptime() const override;
};

/// "2026-03-29T01:00:00Z": RFC 3339 in UTC, whole seconds (fractions are cut).
std::string to_rfc3339(TimePoint moment);
/// Reads what to_rfc3339 writes, and a date alone as its midnight in UTC.
Result<TimePoint> from_rfc3339(std::string_view text);

inline std::int64_t to_unix_millis(TimePoint moment) { return moment.time_since_epoch().count(); }
inline TimePoint from_unix_millis(std::int64_t millis) { return TimePoint(milliseconds(millis)); }
inline std::int64_t to_unix_seconds(TimePoint moment) { return std::chrono::floor<seconds>(moment.time_since_epoch()).count(); }

}  // namespace allybot
