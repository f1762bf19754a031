#include "bot/platforms/teams/pace.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"

namespace allybot::platforms::teams {
namespace {

struct TeamsPace : testing::Test {
  fakes::FakeClock clock;
  Pace pace{clock};
  /// How many may be sent at once.
  int burst(const std::string& to) {
    int sent = 0;
    while (sent < 5000 && pace.take(to) == milliseconds(0)) ++sent;
    return sent;
  }
};

TEST_F(TeamsPace, SendsSevenInASecondAndEightInTwo) {
  EXPECT_EQ(burst("a"), 7);
  EXPECT_EQ(pace.take("a"), milliseconds(1000));
  clock.advance(milliseconds(999));
  EXPECT_EQ(pace.take("a"), milliseconds(1));
  clock.advance(milliseconds(1));
  EXPECT_EQ(burst("a"), 1) << "the eighth within two seconds";
  EXPECT_EQ(pace.take("a"), milliseconds(1000));
}

TEST_F(TeamsPace, SendsSixtyInHalfAMinuteAndEighteenHundredInAnHour) {
  int sent = 0;
  for (int second = 0; second < 30; ++second, clock.advance(milliseconds(1000))) sent += burst("a");
  EXPECT_EQ(sent, 60);
  while (sent < 1800) {
    sent += burst("a");
    clock.advance(milliseconds(1000));
  }
  EXPECT_EQ(sent, 1800);
  clock.advance(milliseconds(60000));
  EXPECT_EQ(burst("a"), 0);
  const milliseconds wait = pace.take("a");
  EXPECT_GT(wait, milliseconds(0));
  EXPECT_LT(wait, milliseconds(3600000));
  clock.advance(wait);
  EXPECT_GE(burst("a"), 1) << "who waits as long as told may send";
}

TEST_F(TeamsPace, SendsThirtyInASecondOverAllConversations) {
  for (const char* to : {"a", "b", "c", "d"}) EXPECT_EQ(burst(to), 7);
  EXPECT_EQ(burst("e"), 2);
  EXPECT_EQ(pace.take("f"), milliseconds(1000));
  clock.advance(milliseconds(1000));
  EXPECT_EQ(burst("f"), 7);
}

TEST_F(TeamsPace, GoesByUptimeAndNotByTheClockOnTheWall) {
  EXPECT_EQ(burst("a"), 7);
  clock.jump(std::chrono::hours(-5));
  EXPECT_EQ(pace.take("a"), milliseconds(1000));
  clock.jump(std::chrono::hours(50));
  EXPECT_EQ(pace.take("a"), milliseconds(1000));
}

TEST_F(TeamsPace, ForgetsQuietConversations) {
  for (int i = 0; i < 20000; ++i) {
    ASSERT_EQ(pace.take("conversation " + std::to_string(i)), milliseconds(0)) << i;
    clock.advance(milliseconds(40));
  }
}

}  // namespace
}  // namespace allybot::platforms::teams
