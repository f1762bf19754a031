#include "bot/app/lane.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"

namespace allybot::app {
namespace {

platforms::Outgoing to(const std::string& destination) { return {destination, "payload", {}, {}}; }

SendOutcome outcome(SendOutcome::Kind kind, milliseconds wait = milliseconds(0)) { return {kind, {}, "why", wait}; }

struct LaneFixture : testing::Test {
  fakes::FakeClock clock;
  NoMetrics metrics;
  Lane lane{clock, metrics};
};

using LaneCalls = LaneFixture;

TEST_F(LaneCalls, AreMadeOnce) {
  int calls = 0;
  ASSERT_TRUE(lane.submit(
      [&](const platforms::Outgoing&) {
        ++calls;
        return outcome(SendOutcome::Kind::Sent);
      },
      to("a")));
  EXPECT_TRUE(lane.step());
  EXPECT_FALSE(lane.step());
  EXPECT_EQ(calls, 1);
}

TEST_F(LaneCalls, ThatNeverLeftAreTriedAgainLater) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) { return outcome(++calls < 3 ? SendOutcome::Kind::NotSent : SendOutcome::Kind::Sent); },
      to("a"));
  EXPECT_TRUE(lane.step());
  EXPECT_FALSE(lane.step()) << "not before its pause";
  clock.advance(milliseconds(500));
  EXPECT_TRUE(lane.step());
  clock.advance(milliseconds(1000));
  EXPECT_TRUE(lane.step());
  EXPECT_EQ(calls, 3);
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(lane.step());
}

TEST_F(LaneCalls, WithAnUnknownOutcomeAreNotRepeated) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        ++calls;
        return outcome(SendOutcome::Kind::Unknown);
      },
      to("a"));
  lane.step();
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(lane.step());
  EXPECT_EQ(calls, 1);
}

TEST_F(LaneCalls, WaitAsLongAsThePlatformSays) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        return ++calls == 1 ? outcome(SendOutcome::Kind::Wait, seconds(7)) : outcome(SendOutcome::Kind::Sent);
      },
      to("a"));
  lane.step();
  clock.advance(seconds(6));
  EXPECT_FALSE(lane.step());
  clock.advance(seconds(1));
  EXPECT_TRUE(lane.step());
  EXPECT_EQ(calls, 2);
}

TEST_F(LaneCalls, ThatAreTooEarlyCountAsNoAttempt) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        return ++calls < 9 ? outcome(SendOutcome::Kind::Wait, seconds(1)) : outcome(SendOutcome::Kind::Sent);
      },
      to("a"));
  for (int second = 0; second < 9; ++second, clock.advance(seconds(1))) EXPECT_TRUE(lane.step()) << second;
  EXPECT_EQ(calls, 9);
  lane.submit([&](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Wait, seconds(0)); }, to("b"));
  EXPECT_TRUE(lane.step());
  EXPECT_FALSE(lane.step()) << "who says no time is not asked without end";
}

TEST_F(LaneCalls, ThatWouldComeTooLateAreDropped) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        ++calls;
        return outcome(SendOutcome::Kind::Wait, seconds(60));
      },
      to("a"));
  lane.step();
  clock.advance(std::chrono::hours(1));
  EXPECT_FALSE(lane.step());
  EXPECT_EQ(calls, 1);
}

TEST_F(LaneCalls, AreOneAtATimeForADestination) {
  int inside = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        lane.submit([](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); }, to("a"));
        EXPECT_FALSE(lane.step()) << "the destination has one in flight";
        lane.submit(
            [&](const platforms::Outgoing&) {
              ++inside;
              return outcome(SendOutcome::Kind::Sent);
            },
            to("b"));
        EXPECT_TRUE(lane.step()) << "another destination is not delayed";
        return outcome(SendOutcome::Kind::Sent);
      },
      to("a"));
  lane.step();
  EXPECT_EQ(inside, 1);
  EXPECT_TRUE(lane.step());
}

TEST_F(LaneCalls, LeaveAFailingDestinationAloneForAWhile) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(lane.submit([](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Unknown); }, to("bad")));
    ASSERT_TRUE(lane.step());
  }
  EXPECT_FALSE(lane.submit([](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); }, to("bad")));
  EXPECT_TRUE(lane.submit([](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); }, to("good")));
  clock.advance(seconds(31));
  EXPECT_TRUE(lane.submit([](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); }, to("bad")));
}

TEST(LaneBound, DropsWhatIsTooMuch) {
  fakes::FakeClock clock;
  NoMetrics metrics;
  LaneOptions options;
  options.most_waiting = 2;
  Lane lane(clock, metrics, options);
  const auto send = [](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); };
  EXPECT_TRUE(lane.submit(send, to("a")));
  EXPECT_TRUE(lane.submit(send, to("b")));
  EXPECT_FALSE(lane.submit(send, to("c")));
}

}  // namespace
}  // namespace allybot::app
