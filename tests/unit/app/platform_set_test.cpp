#include "bot/app/platform_set.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/idle_adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::app {
namespace {

using std::chrono::seconds;

platforms::Capabilities three_a_second() {
  platforms::Capabilities able;
  able.rates.channel.many = 3;
  return able;
}

/// Does nothing but one task, and counts it.
class Ticking : public fakes::IdleAdapter {
 public:
  explicit Ticking(int& ran) : IdleAdapter("ticking", three_a_second()), ran_(ran) {}
  std::vector<platforms::BackgroundTask> background_tasks() override {
    return {{"ticking", seconds(60), [this] { ++ran_; }}};
  }

 private:
  int& ran_;
};

class BackgroundTasks : public testing::Test {
 protected:
  BackgroundTasks() { platforms_.add(std::make_unique<Ticking>(ran_)); }
  int run_at(TimePoint now) {
    for (const auto& task : platforms_.due_tasks(now)) task();
    return ran_;
  }
  int ran_ = 0;
  NoMetrics metrics_;
  fakes::ScriptedClient client_;
  fakes::PlatformRig rig_;
  const platforms::Environment environment_ = rig_.environment(client_);
  PlatformSet platforms_{metrics_, environment_, nullptr};
  const TimePoint start_ = fakes::FakeClock().now();
};

TEST_F(BackgroundTasks, RunAtOnceAndThenAtTheirPace) {
  EXPECT_EQ(run_at(start_), 1);
  EXPECT_EQ(run_at(start_ + seconds(59)), 1);
  EXPECT_EQ(run_at(start_ + seconds(60)), 2);
  EXPECT_EQ(run_at(start_ + seconds(61)), 2);
}

TEST_F(BackgroundTasks, RunOnceAfterALongSleepNotOnceForEachTurnMissed) {
  run_at(start_);
  EXPECT_EQ(platforms_.due_tasks(start_ + seconds(36000)).size(), 1U);
  EXPECT_TRUE(platforms_.due_tasks(start_ + seconds(36001)).empty());
}

TEST_F(BackgroundTasks, GoOnAfterTheClockWasSetBack) {
  run_at(start_);
  EXPECT_EQ(run_at(start_ - seconds(86400)), 2);
  EXPECT_EQ(run_at(start_ - seconds(86400) + seconds(60)), 3);
}

TEST_F(BackgroundTasks, ThePlatformsOwnRateIsKnownAndNoneOfAStranger) {
  EXPECT_EQ(platforms_.rates_of(PlatformId("ticking")).channel.many, 3);
  EXPECT_EQ(platforms_.rates_of(PlatformId("elsewhere")).channel.many, 0);
}

}  // namespace
}  // namespace allybot::app
