// The gate keeps to what platforms take, and nobody waits for somebody else's trouble.
#include "bot/schedule/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/fakes/capturing_log.h"
#include "tests/unit/schedule/harness.h"
#include "tests/unit/schedule/limited_platform.h"

namespace allybot::schedule {
namespace {

using Kind = SendOutcome::Kind;
using State = store::Delivery::State;

constexpr PostRates kRates{{1, milliseconds(1000), 1}, {300, milliseconds(60000), 20}, {}, PostRates::Refusal::Workspace};

ChannelKey channel(const std::string& id, const std::string& workspace = "T1", const std::string& platform = "slack") {
  return {PlatformId(platform), WorkspaceId(workspace), ChannelId(id)};
}

class GateTest : public testing::Test {
 protected:
  bool admit(const ChannelKey& place, const AtOnce& at_once = {}) { return gate_.admit(place, at_once, clock_.now()); }
  bool done(const ChannelKey& place, Kind kind, milliseconds wait = milliseconds(0)) {
    return gate_.done(place, outcome(kind, "said", wait), clock_.now());
  }
  bool sent(const ChannelKey& place) {
    if (!admit(place)) return false;
    done(place, Kind::Sent);
    return true;
  }
  int sent_to_new_channels(int tries, const std::string& workspace = "T1") {
    int count = 0;
    for (int i = 0; i < tries; ++i) count += sent(channel("N" + std::to_string(next_++), workspace)) ? 1 : 0;
    return count;
  }

  fakes::FakeClock clock_{from_rfc3339("2026-11-24T10:00:00Z").value()};
  PostRates rates_ = kRates;
  Gate gate_{[this](const PlatformId& platform) { return platform.str() == "free" ? PostRates{} : rates_; }, {}};
  int next_ = 0;
};

TEST_F(GateTest, LetsOnePassInASecondForAChannelAndALittleLess) {
  EXPECT_TRUE(sent(channel("C1")));
  EXPECT_FALSE(sent(channel("C1")));
  EXPECT_EQ(gate_.next_opening(), std::optional(clock_.now() + milliseconds(1020)));
  clock_.advance(milliseconds(1019));
  EXPECT_FALSE(sent(channel("C1")));
  clock_.advance(milliseconds(1));
  EXPECT_TRUE(sent(channel("C1")));
}

TEST_F(GateTest, LetsABurstPassForAWorkspaceAndThenItsPace) {
  EXPECT_EQ(sent_to_new_channels(100), 20);
  clock_.advance(seconds(1));
  EXPECT_EQ(sent_to_new_channels(100), 4);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(sent_to_new_channels(100), 20) << "what was not used is not saved up";
  EXPECT_EQ(sent_to_new_channels(100, "T2"), 20) << "each workspace has its own";
}

TEST_F(GateTest, KeepsToTheLimitOfAWholePlatform) {
  rates_ = PostRates{{}, {}, {10, milliseconds(1000), 10}, PostRates::Refusal::Platform};
  EXPECT_EQ(sent_to_new_channels(8, "T1") + sent_to_new_channels(8, "T2"), 10);
}

TEST_F(GateTest, KnowsNoLimitWhereNoneIsPublished) {
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(sent(channel("C1", "T1", "free")));
}

TEST_F(GateTest, HoldsBackWhatARefusalIsAbout) {
  const std::pair<PostRates::Refusal, std::array<bool, 3>> rows[] = {{PostRates::Refusal::Channel, {false, true, true}},
                                                                     {PostRates::Refusal::Workspace, {false, false, true}},
                                                                     {PostRates::Refusal::Platform, {false, false, false}}};
  for (const auto& [refusal, expected] : rows) {
    rates_.refusal = refusal;
    Gate gate([this](const PlatformId&) { return rates_; }, {});
    ASSERT_TRUE(gate.admit(channel("C1"), {}, clock_.now()));
    gate.done(channel("C1"), outcome(Kind::Wait, "ratelimited", seconds(30)), clock_.now());
    const TimePoint later = clock_.now() + seconds(29), over = clock_.now() + seconds(30);
    EXPECT_EQ(gate.pause(channel("C1"), later), seconds(1));
    EXPECT_EQ(gate.admit(channel("C1"), {}, later), expected[0]);
    EXPECT_EQ(gate.admit(channel("C2"), {}, later), expected[1]);
    EXPECT_EQ(gate.admit(channel("C3", "T2"), {}, later), expected[2]);
    EXPECT_TRUE(gate.admit(channel("C1"), {}, over));
  }
}

TEST_F(GateTest, LeavesAWorkspaceAloneAfterFailuresAndTriesItWithOne) {
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(admit(channel("C" + std::to_string(i))));
    EXPECT_EQ(done(channel("C" + std::to_string(i)), Kind::NotSent), i == 3);
  }
  EXPECT_FALSE(admit(channel("C5")));
  EXPECT_TRUE(admit(channel("C5", "T2"))) << "others go on";
  clock_.advance(seconds(15));
  EXPECT_TRUE(admit(channel("C6"))) << "half open: one looks how things are";
  EXPECT_FALSE(admit(channel("C7"))) << "and no other";
  EXPECT_TRUE(done(channel("C6"), Kind::Unknown)) << "still bad: left alone again";
  EXPECT_FALSE(admit(channel("C7")));
  clock_.advance(seconds(15));
  EXPECT_TRUE(admit(channel("C7")));
  EXPECT_FALSE(done(channel("C7"), Kind::Sent));
  EXPECT_TRUE(admit(channel("C8")));
  EXPECT_TRUE(admit(channel("C9"))) << "open for all";
}

TEST_F(GateTest, TakesAWordOfThePlatformForLife) {
  for (const Kind kind : {Kind::Wait, Kind::Gone, Kind::NeedsCare, Kind::Refused, Kind::TokenDead, Kind::Sent}) {
    Gate gate({}, {});
    const auto fail = [&] {
      EXPECT_TRUE(gate.admit(channel("C1"), {}, clock_.now()));
      return gate.done(channel("C1"), outcome(Kind::NotSent), clock_.now());
    };
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(fail());
    EXPECT_TRUE(gate.admit(channel("C1"), {}, clock_.now()));
    EXPECT_FALSE(gate.done(channel("C1"), outcome(kind), clock_.now()));
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(fail()) << "counted anew";
    EXPECT_TRUE(fail());
  }
}

TEST_F(GateTest, LeavesSendersForOthers) {
  const AtOnce at_once{2, 3};
  EXPECT_TRUE(admit(channel("C1", "T1"), at_once));
  EXPECT_TRUE(admit(channel("C2", "T1"), at_once));
  EXPECT_FALSE(admit(channel("C3", "T1"), at_once)) << "two of a workspace";
  EXPECT_TRUE(admit(channel("C4", "T2"), at_once));
  EXPECT_FALSE(admit(channel("C5", "T3"), at_once)) << "three of a platform";
  EXPECT_TRUE(admit(channel("C6", "T1", "free"), at_once));
  EXPECT_EQ(gate_.next_opening(), std::nullopt) << "whoever ends makes room";
  gate_.withdraw(channel("C1", "T1"));
  EXPECT_TRUE(admit(channel("C5", "T3"), at_once));
}

TEST_F(GateTest, DoesNotWaitForATimeThatTheClockHasGoneBackFrom) {
  clock_.advance(std::chrono::hours(24 * 365));
  EXPECT_TRUE(sent(channel("C1")));
  clock_.advance(-std::chrono::hours(24 * 365));
  EXPECT_TRUE(sent(channel("C1")));
  EXPECT_FALSE(sent(channel("C1")));
}

TEST_F(GateTest, ForgetsChannelsThatAreIdle) {
  rates_ = PostRates{{1, milliseconds(1000), 1}, {}, {}, PostRates::Refusal::Channel};
  for (int i = 0; i < 30000; ++i) {
    ASSERT_TRUE(sent(channel("C" + std::to_string(i))));
    clock_.advance(milliseconds(1));
  }
  EXPECT_LT(gate_.kept(), 15000U);
}

/// Ten minutes of a fake clock: more is always due than may be sent.
TEST(OutboxPace, DrivesALimitedPlatformAtNearlyAllItAllowsWithNextToNoRefusals) {
  const fakes::CapturingLog quiet;
  for (const std::uint64_t seed : {1U, 2U}) {
    const PaceRun run = drive_limited_platform(kRates, seed, std::chrono::minutes(10));
    std::printf("seed %d: %zu posted of %.0f allowed (%.1f %%), %zu refused of %zu calls (%.3f %%)\n", static_cast<int>(seed),
                run.posted, run.allowed, 100 * run.share(), run.refused, run.calls, 100 * run.refusals());
    EXPECT_GE(run.share(), 0.95);
    EXPECT_LT(run.refusals(), 0.001);
    EXPECT_EQ(run.twice, 0U);
  }
}

/// As the outbox would be without knowing limits ahead: the same platform refuses much of what it is sent.
TEST(OutboxPace, NeedsTheRatesForThat) {
  const fakes::CapturingLog quiet;
  PostRates unknown;
  unknown.refusal = PostRates::Refusal::Workspace;
  const PaceRun run = drive_limited_platform(unknown, 1, std::chrono::minutes(2));
  EXPECT_GT(run.refusals(), 0.01) << "or the test above proves nothing";
}

/// Every call to two dead workspaces hangs for as long as this test lasts.
TEST(OutboxPace, DeadWorkspacesOfAThousandDeliveriesDelayAnotherByNothing) {
  const fakes::CapturingLog quiet;
  Bench bench;
  for (int i = 0; i < 1000; ++i) bench.add("dead" + std::to_string(i), {}, {}, i % 2 == 0 ? "TDEAD" : "TGONE");
  for (int i = 0; i < 200; ++i) bench.add("live" + std::to_string(i), {}, {}, "TLIVE");
  std::mutex mutex;
  std::condition_variable changed;
  int live = 0, hanging = 0, most_hanging = 0;
  bool over = false;
  auto courier = bench.courier();
  courier.send = [&](const store::Delivery& delivery) {
    std::unique_lock lock(mutex);
    if (delivery.channel.workspace.str() == "TLIVE") {
      ++live;
      changed.notify_all();
      return outcome(Kind::Sent);
    }
    most_hanging = std::max(most_hanging, ++hanging);
    changed.wait(lock, [&] { return over; });
    --hanging;
    return outcome(Kind::NotSent, "timeout");
  };
  Outbox outbox(*bench.store, bench.clock, bench.random, bench.metrics, courier, "one");
  std::jthread runner([&](std::stop_token stop) { outbox.run(std::move(stop), 8); });
  {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return live == 200; })) << live;
    EXPECT_LE(most_hanging, 4) << "two of each workspace";
    EXPECT_GT(hanging, 0) << "the dead ones came first and still hang";
    over = true;
  }
  changed.notify_all();
  runner.request_stop();
}

TEST(OutboxPace, HalfOpenTriesOneOfManyAndThenSendsTheRest) {
  const fakes::CapturingLog quiet;
  Bench bench;
  for (int i = 0; i < 30; ++i) bench.add("d" + std::to_string(i));
  bool away = true;
  bench.send = [&](const store::Delivery& delivery) {
    if (away) return outcome(Kind::NotSent, "refused_connection");
    return SendOutcome{Kind::Sent, bench.platform.post(delivery), {}, milliseconds(0)};
  };
  OutboxOptions options;
  auto outbox = bench.outbox("one", options);
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.sends, 4) << "then it is left alone";
  for (int i = 0; i < 10; ++i) {
    bench.clock.advance(seconds(17));
    ASSERT_TRUE(outbox->step().has_value());
    EXPECT_EQ(bench.sends, 5 + i) << "one looks how things are";
  }
  away = false;
  for (int i = 0; i < 30; ++i) {
    bench.clock.advance(seconds(17));
    ASSERT_TRUE(outbox->step().has_value());
  }
  EXPECT_EQ(bench.count(State::Sent), 30);
  EXPECT_EQ(bench.platform.most_posts(), 1);
}

TEST(OutboxPace, WritesOffWhatIsTooLateWithoutWaitingForItsTurn) {
  const fakes::CapturingLog quiet;
  Bench bench;
  for (int i = 0; i < 50; ++i) bench.add("d" + std::to_string(i));
  bench.send = [&](const store::Delivery&) { return outcome(Kind::NotSent, "refused_connection"); };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  bench.clock.advance(std::chrono::hours(2) + seconds(1));
  const int before = bench.sends;
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.count(State::Skipped), 50);
  EXPECT_EQ(bench.sends, before);
}

TEST(OutboxPace, ARevokedTokenLosesNothingThatIsStillInTime) {
  const fakes::CapturingLog quiet;
  Bench bench;
  for (int i = 0; i < 20; ++i) bench.add("d" + std::to_string(i));
  bench.send = [&](const store::Delivery&) {
    bench.platform.on = false;  // as the set of platforms does when it hears this
    return outcome(Kind::TokenDead, "token_revoked");
  };
  auto outbox = bench.outbox();
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(outbox->step().has_value());
    bench.clock.advance(std::chrono::minutes(1));
  }
  EXPECT_EQ(bench.sends, 1) << "nothing is sent to a platform that is off";
  bench.platform.on = true;
  bench.send = [&](const store::Delivery& delivery) {
    return SendOutcome{Kind::Sent, bench.platform.post(delivery), {}, milliseconds(0)};
  };
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.count(State::Sent), 20);
  EXPECT_EQ(bench.platform.most_posts(), 1);
}

}  // namespace
}  // namespace allybot::schedule
