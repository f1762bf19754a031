#include "bot/schedule/clock_guard.h"

namespace allybot::schedule {
namespace {

constexpr std::chrono::minutes kLeastBack{1};
constexpr std::chrono::hours kLeastForward{1};
constexpr std::chrono::minutes kHold{10};
constexpr std::chrono::hours kWarnFor{24};
constexpr std::chrono::days kLongDown{30};

constexpr seconds kNoTime{1};

}  // namespace

BothClocks read_both(const Clock& clock) {
  for (;;) {
    const milliseconds before = clock.uptime();
    const TimePoint now = clock.now();
    const milliseconds uptime = clock.uptime();
    if (uptime - before < kNoTime) return {now, uptime};
  }
}

ClockGuard::Jump ClockGuard::remember(milliseconds by, TimePoint now, milliseconds uptime) {
  const auto size = std::chrono::duration_cast<seconds>(by < by.zero() ? -by : by).count();
  warning_ = "The clock was set " + std::string(by < by.zero() ? "back" : "forward") + " by " + std::to_string(size) +
             " seconds, to " + to_rfc3339(now) + ". Nothing is posted twice; look whether the machine's time is right now.";
  warned_at_ = uptime;
  return {by};
}

std::optional<ClockGuard::Jump> ClockGuard::look(TimePoint now, milliseconds uptime) {
  std::optional<Jump> jump;
  if (last_) {
    const milliseconds by = (now - *last_) - (uptime - last_uptime_);
    if (by <= -kLeastBack) {
      hold_until_ = milliseconds(0);
      jump = remember(by, now, uptime);
    } else if (by >= kLeastForward) {
      hold_until_ = uptime + kHold;
      jump = remember(by, now, uptime);
    }
  }
  last_ = now;
  last_uptime_ = uptime;
  return jump;
}

std::optional<ClockGuard::Jump> ClockGuard::compare_with_noted(TimePoint noted, TimePoint now, milliseconds uptime) {
  const milliseconds by = now - noted;
  if (by > -kLeastBack && by < kLongDown) return std::nullopt;
  const Jump jump = remember(by, now, uptime);
  if (by > by.zero())
    warning_ = "The bot last ran at " + to_rfc3339(noted) +
               ": it was down for long, or the clock is ahead. What is too late is not posted.";
  return jump;
}

std::optional<std::string> ClockGuard::warning(milliseconds uptime) const {
  if (warning_.empty() || uptime - warned_at_ > kWarnFor) return std::nullopt;
  return warning_;
}

}  // namespace allybot::schedule
