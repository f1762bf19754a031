// Moves the clock to where somebody wants it, stopping at each nudge on the way until it has been posted: in one leap the
// nudges in between would be too late and be skipped.
// Must never move the clock back, and never wait: each look at the page goes on by one stop.
#pragma once

#include <chrono>
#include <optional>

#include "bot/core/mutex.h"
#include "bot/platforms/playground/playground.h"

namespace allybot::platforms::playground {

/// Any thread may call it. Reads the store, and writes nothing.
class Journey {
 public:
  static constexpr std::chrono::hours kLongest{24 * 366};
  static constexpr std::chrono::seconds kPatience{20};  ///< at one stop, should a nudge never get posted

  explicit Journey(Hooks& hooks) : hooks_(hooks) {}

  /// Invalid for a span that is not from a minute to a year, or leads past the year 2100. Returns where it leads.
  Result<TimePoint> set_out_by(std::chrono::minutes span);
  /// Nothing when no nudge is planned.
  Result<std::optional<TimePoint>> set_out_to_next_nudge();
  void go_on();
  /// Forgets where it was going.
  void stop();

  struct Standing {
    TimePoint now{};
    std::optional<TimePoint> target;  ///< where it is going
    std::optional<TimePoint> next_nudge;
  };
  Standing standing() const;

 private:
  void set_out_to(TimePoint target);
  Result<std::optional<TimePoint>> next_post() const;
  bool is_sending(TimePoint now) const;

  Hooks& hooks_;
  mutable Mutex mutex_;
  std::optional<TimePoint> target_ BOT_GUARDED_BY(mutex_);
  TimePoint arrived_ BOT_GUARDED_BY(mutex_){};  ///< at the stop where it stands
};

}  // namespace allybot::platforms::playground
