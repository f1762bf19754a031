// A clock that stands still until a test moves it.
// Must never read the machine's time.
#pragma once

#include <atomic>

#include "bot/core/time.h"

namespace allybot::fakes {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(TimePoint start = from_unix_millis(1'700'000'000'000)) : now_(start.time_since_epoch().count()) {}
  TimePoint now() const override { return from_unix_millis(now_.load()); }
  void set(TimePoint moment) { now_ = to_unix_millis(moment); }
  void advance(milliseconds by) { now_ += by.count(); }
  /// As when somebody sets the machine's clock: its uptime stays.
  void jump(milliseconds by) {
    now_ += by.count();
    jumped_ += by.count();
  }
  milliseconds uptime() const override { return milliseconds(now_.load() - jumped_.load()); }

 private:
  std::atomic<std::int64_t> now_;
  std::atomic<std::int64_t> jumped_{0};
};

}  // namespace allybot::fakes
