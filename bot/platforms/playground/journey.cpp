#include "bot/platforms/playground/journey.h"

#include <algorithm>

namespace allybot::platforms::playground {
namespace {

constexpr TimePoint kEnd{std::chrono::sys_days(std::chrono::year(2100) / 1 / 1)};

}  // namespace

Result<TimePoint> Journey::set_out_by(std::chrono::minutes span) {
  const TimePoint now = hooks_.clock.now();
  if (span < std::chrono::minutes(1) || span > kLongest) return fail(Code::Invalid, "playground: span of the clock");
  if (now + span > kEnd) return fail(Code::Invalid, "playground: the clock ends in 2100");
  set_out_to(now + span);
  return now + span;
}

Result<std::optional<TimePoint>> Journey::set_out_to_next_nudge() {
  auto next = next_post();
  if (!next || !*next) return next;
  if (**next > kEnd) return fail(Code::Invalid, "playground: the clock ends in 2100");
  set_out_to(**next);
  return next;
}

void Journey::set_out_to(TimePoint target) {
  {
    const Lock lock(mutex_);
    target_ = target;
    arrived_ = hooks_.clock.now();
  }
  go_on();
}

void Journey::go_on() {
  TimePoint target, arrived;
  {
    const Lock lock(mutex_);
    if (!target_) return;
    target = *target_;
    arrived = arrived_;
  }
  // No lock is held from here: two pages that look at once move to the same stop.
  const auto next = hooks_.next_nudge();
  const TimePoint now = hooks_.clock.now();
  if ((!next || (*next && **next <= now) || is_sending(now)) && now - arrived < kPatience) {
    hooks_.clock_moved();  // whoever slept through it
    return;
  }
  if (now >= target) {
    const Lock lock(mutex_);
    if (target_ == target) target_.reset();
    return;
  }
  const TimePoint there = hooks_.clock.advance_to(next && *next && **next > now ? std::min(**next, target) : target);
  {
    const Lock lock(mutex_);
    arrived_ = there;
  }
  hooks_.clock_moved();
}

void Journey::stop() {
  const Lock lock(mutex_);
  target_.reset();
}

Result<std::optional<TimePoint>> Journey::next_post() const {
  return hooks_.next_post ? hooks_.next_post() : hooks_.next_nudge();
}

bool Journey::is_sending(TimePoint now) const {
  if (!hooks_.next_send) return false;
  const auto next = hooks_.next_send();
  return !next || (*next && **next <= now);
}

Journey::Standing Journey::standing() const {
  Standing standing;
  standing.now = hooks_.clock.now();
  if (const auto next = next_post()) standing.next_nudge = *next;
  const Lock lock(mutex_);
  standing.target = target_;
  return standing;
}

}  // namespace allybot::platforms::playground
