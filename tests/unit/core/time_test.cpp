#include "bot/core/time.h"

#include <gtest/gtest.h>

#include "bot/core/movable_clock.h"
#include "tests/fakes/fake_clock.h"

namespace allybot {
namespace {

TEST(Rfc3339, GoesThereAndBack) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-03-29T01:00:00Z", "2024-02-29T23:59:59Z", "1969-12-31T23:59:59Z"}) {
    const auto moment = from_rfc3339(text);
    ASSERT_TRUE(moment.has_value()) << text;
    EXPECT_EQ(to_rfc3339(*moment), text);
  }
}

TEST(Rfc3339, ReadsADateAsMidnight) { EXPECT_EQ(to_rfc3339(from_rfc3339("2026-11-24").value()), "2026-11-24T00:00:00Z"); }

TEST(Rfc3339, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2026", "2026-02-30", "2026-13-01", "2026-01-01T24:00:00Z", "2026-01-01T10:00:00",
                           "2026-01-01 10:00:00Z", "2026-01-01T10:00:00+01:00", "x026-01-01"})
    EXPECT_FALSE(from_rfc3339(text).has_value()) << text;
}

TEST(MovableClock, NeverGoesBack) {
  fakes::FakeClock real;
  MovableClock clock(real);
  const TimePoint start = clock.now();
  clock.advance_to(start + std::chrono::hours(5));
  EXPECT_EQ(clock.now(), start + std::chrono::hours(5));
  clock.advance_to(start + std::chrono::hours(1));
  EXPECT_EQ(clock.now(), start + std::chrono::hours(5));
}

TEST(MovableClock, RunsOnFromWhereItWasMovedTo) {
  fakes::FakeClock real;
  MovableClock clock(real);
  const TimePoint there = clock.advance_to(clock.now() + std::chrono::hours(2));
  real.advance(seconds(3));
  EXPECT_EQ(clock.now(), there + seconds(3));
}

}  // namespace
}  // namespace allybot
