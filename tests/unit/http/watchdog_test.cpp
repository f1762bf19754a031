#include "bot/http/watchdog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace allybot::http {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

TEST(Watchdog, BarksAtTheDeadlineInOrder) {
  Watchdog watchdog;
  std::promise<Steady::time_point> first;
  std::promise<Steady::time_point> second;
  const auto start = Steady::now();
  watchdog.watch(start + milliseconds(20), [&] { second.set_value(Steady::now()); });
  watchdog.watch(start + milliseconds(5), [&] { first.set_value(Steady::now()); });
  const auto at_first = first.get_future().get();
  EXPECT_GE(at_first, start + milliseconds(5));
  EXPECT_GE(second.get_future().get(), std::max(at_first, start + milliseconds(20)));
}

TEST(Watchdog, StaysSilentWhenCalledOff) {
  Watchdog watchdog;
  std::atomic<bool> barked{false};
  std::promise<void> later;
  const auto off = watchdog.watch(Steady::now() + milliseconds(5), [&] { barked = true; });
  watchdog.call_off(off);
  watchdog.call_off(off);
  watchdog.watch(Steady::now() + milliseconds(10), [&] { later.set_value(); });
  later.get_future().wait();
  EXPECT_FALSE(barked);
}

TEST(Watchdog, EndsWithDeadlinesAhead) {
  std::atomic<bool> barked{false};
  {
    Watchdog watchdog;
    watchdog.watch(Steady::now() + std::chrono::hours(1), [&] { barked = true; });
  }
  EXPECT_FALSE(barked);
}

}  // namespace
}  // namespace allybot::http
