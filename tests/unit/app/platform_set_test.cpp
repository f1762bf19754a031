#include "bot/app/platform_set.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::app {
namespace {

using std::chrono::seconds;

/// Does nothing but one task, and counts it.
class Ticking : public platforms::Adapter {
 public:
  explicit Ticking(int& ran) : ran_(ran) {}
  const PlatformId& platform() const override { return platform_; }
  const platforms::Capabilities& capabilities() const override { return capabilities_; }
  std::vector<platforms::InboundRoute> routes() const override { return {}; }
  Result<std::variant<platforms::Authentic, platforms::Fetch>> authenticate(http::RawRequest, TimePoint) override {
    return none();
  }
  Result<std::variant<std::vector<Inbound>, platforms::Fetch>> parse(const platforms::Authentic&, TimePoint) override {
    return none();
  }
  platforms::Rendered render(const Reply&, const Origin&, platforms::Timing, TimePoint) override { return {}; }
  http::Response acknowledge(const Origin&) override { return {}; }
  Result<std::string> post(const Card&, const ChannelKey&, const std::string&, TimePoint) override { return none(); }
  SendOutcome send(const platforms::Outgoing&) override { return {}; }
  Result<MemberFacts> member_facts(const MemberKey&) override { return none(); }
  Result<ChannelFacts> channel_facts(const ChannelKey&) override { return none(); }
  std::vector<platforms::CardFault> faults(const Card&) const override { return {}; }
  platforms::Connection connect() override { return {}; }
  std::vector<platforms::Check> checks() override { return {}; }
  std::vector<platforms::BackgroundTask> background_tasks() override {
    return {{"ticking", seconds(60), [this] { ++ran_; }}};
  }

 private:
  static platforms::Capabilities three_a_second() {
    platforms::Capabilities able;
    able.rates.channel.many = 3;
    return able;
  }
  static tl::unexpected<Error> none() { return fail(Code::Unsupported, "this adapter only ticks"); }
  int& ran_;
  const PlatformId platform_{"ticking"};
  const platforms::Capabilities capabilities_ = three_a_second();
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
