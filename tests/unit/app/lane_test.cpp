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
  schedule::Gate gate{[](const PlatformId&) { return PostRates{{1, milliseconds(1000), 2}, {}, {}}; }, {}};
  Lane lane{clock, metrics, gate};
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

TEST_F(LaneCalls, AreMadeHoweverFarTheClockWasMovedMeanwhile) {
  int calls = 0;
  lane.submit(
      [&](const platforms::Outgoing&) {
        ++calls;
        return outcome(SendOutcome::Kind::Sent);
      },
      to("a"));
  clock.advance(std::chrono::hours(1));  // as people do in the playground
  EXPECT_TRUE(lane.step());
  EXPECT_EQ(calls, 1);
}

struct LaneOfPosts : LaneFixture {
  /// So many calls that are posts in the channel.
  void submit(const char* channel, int many, SendOutcome::Kind kind = SendOutcome::Kind::Sent) {
    for (int i = 0; i < many; ++i)
      ASSERT_TRUE(lane.submit(
          [this, kind](const platforms::Outgoing& outgoing) {
            sent += outgoing.destination + ' ';
            return outcome(kind, seconds(3));
          },
          to(channel), ChannelKey{PlatformId("teams"), WorkspaceId("T1"), ChannelId(channel)}));
  }
  std::string steps() {
    while (lane.step()) {
    }
    return std::exchange(sent, {});
  }
  std::string sent;
};

TEST_F(LaneOfPosts, KeepsToTheRatesOfThePlatform) {
  submit("@a", 4);
  submit("@b", 1);
  EXPECT_EQ(steps(), "@a @a @b ") << "two at once, and nobody waits for another conversation";
  clock.advance(milliseconds(1100));
  EXPECT_EQ(steps(), "@a ");
  clock.advance(milliseconds(1100));
  EXPECT_EQ(steps(), "@a ");
}

TEST_F(LaneOfPosts, SharesThemWithNudges) {
  const ChannelKey own{PlatformId("teams"), WorkspaceId("T1"), ChannelId("@a")};
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(gate.admit(own, {}, clock.now()));
    gate.done(own, outcome(SendOutcome::Kind::Sent), clock.now());
  }
  submit("@a", 1);
  EXPECT_EQ(steps(), "");
  clock.advance(milliseconds(1100));
  EXPECT_EQ(steps(), "@a ");
}

TEST_F(LaneOfPosts, HoldsWhatFollowsARefusalForAsLongAsItSays) {
  submit("@a", 1, SendOutcome::Kind::Wait);
  EXPECT_EQ(steps(), "@a ");
  submit("@a", 1);
  clock.advance(milliseconds(2900));
  EXPECT_EQ(steps(), "");
  clock.advance(milliseconds(200));
  EXPECT_EQ(steps(), "@a ") << "the one that was refused; its own place in the rate comes next";
}

TEST_F(LaneOfPosts, DropsWhatWouldComeTooLate) {
  submit("@a", 20);
  std::string all;
  for (int i = 0; i < 40; ++i) {
    all += steps();
    clock.advance(milliseconds(500));
  }
  EXPECT_GE(all.size(), 10U * 3);
  EXPECT_LE(all.size(), 13U * 3) << "ten seconds of one a second, and two at once";
}

TEST(LaneBound, DropsWhatIsTooMuch) {
  fakes::FakeClock clock;
  NoMetrics metrics;
  LaneOptions options;
  options.most_waiting = 2;
  schedule::Gate gate({}, {});
  Lane lane(clock, metrics, gate, options);
  const auto send = [](const platforms::Outgoing&) { return outcome(SendOutcome::Kind::Sent); };
  EXPECT_TRUE(lane.submit(send, to("a")));
  EXPECT_TRUE(lane.submit(send, to("b")));
  EXPECT_FALSE(lane.submit(send, to("c")));
}

}  // namespace
}  // namespace allybot::app
