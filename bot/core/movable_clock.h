// A clock that may be moved forward: the playground's. It runs on from where it was moved to.
// Must never go back.
#pragma once

#include <atomic>

#include "bot/core/time.h"

namespace allybot {

/// Any thread may call it.
class MovableClock final : public Clock {
 public:
  explicit MovableClock(const Clock& real) : real_(real) {}
  TimePoint now() const override { return real_.now() + milliseconds(ahead_.load(std::memory_order_relaxed)); }
  /// Moves to `moment` unless it is past. Returns the time now.
  TimePoint advance_to(TimePoint moment) {
    const auto ahead = (moment - real_.now()).count();
    auto seen = ahead_.load();
    while (seen < ahead && !ahead_.compare_exchange_weak(seen, ahead)) {
    }
    return now();
  }

 private:
  const Clock& real_;
  std::atomic<std::int64_t> ahead_{0};
};

}  // namespace allybot
