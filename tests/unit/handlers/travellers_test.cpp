// A member's own nudges in another zone than yesterday. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include "bot/schedule/spread.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

class Travellers : public BotTest {
 protected:
  Travellers() {
    members_["U1"].zone = "Europe/Berlin";
    type("me nudge every Friday 10:00");
  }
  Plan mine(std::size_t at = 0) { return plans("@U1").at(at); }
  void a_day_later() {
    clock_.advance(std::chrono::hours(24));
    dispatcher_->follow_travellers();
  }
  std::string told() {
    std::string all;
    for (const Delivery& word : deliveries("@U1")) all += word.payload + '\n';
    return all;
  }
};

TEST_F(Travellers, GetTheirNudgesAtTheSameTimeThere) {
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine().zone, "America/New_York");
  EXPECT_EQ(mine().next_local, "2023-11-17T10:00");
  const auto after = mine().next_at.value() - from_rfc3339("2023-11-17T15:00:00Z").value();
  EXPECT_GE(after, std::chrono::minutes(0)) << "10:00 in New York";
  EXPECT_LE(after, schedule::kSpread);
  EXPECT_GT(woken_, 0);
}

TEST_F(Travellers, AreToldOnceAndHowToStay) {
  type("series me four-steps at 9:30");
  ASSERT_EQ(plans("@U1").size(), 2U);
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine(1).zone, "America/New_York");
  EXPECT_EQ(deliveries("@U1").size(), 1U);
  EXPECT_NE(told().find("America/New_York now"), std::string::npos) << told();
  EXPECT_NE(told().find("/ally me nudge in Europe/Berlin"), std::string::npos) << told();
  a_day_later();
  EXPECT_EQ(deliveries("@U1").size(), 1U);
}

TEST_F(Travellers, StayWhereTheySaidByThoseWords) {
  members_["U1"].zone = "America/New_York";
  a_day_later();
  type("me nudge in Europe/Berlin");
  EXPECT_EQ(mine().zone, "Europe/Berlin");
  a_day_later();
  EXPECT_EQ(mine().zone, "Europe/Berlin");
}

TEST_F(Travellers, KeepFollowingAfterAnotherChange) {
  type("me nudge 11:00");
  members_["U1"].zone = "Asia/Kathmandu";
  a_day_later();
  EXPECT_EQ(mine().zone, "Asia/Kathmandu");
  EXPECT_EQ(mine().next_local, "2023-11-17T11:00");
}

TEST_F(Travellers, AreAskedAboutOnceADay) {
  a_day_later();
  members_["U1"].zone = "America/New_York";
  clock_.advance(std::chrono::hours(3));
  dispatcher_->follow_travellers();
  EXPECT_EQ(mine().zone, "Europe/Berlin");
}

TEST_F(Travellers, TakeTheZoneThatTheyChoseSince) {
  type("me zone Tokyo");
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine().zone, "Asia/Tokyo");
  EXPECT_FALSE(mine().zone_told_at.has_value());
}

TEST_F(Travellers, AreLeftAloneWhereAZoneWasChosen) {
  type("me nudge in Asia/Tokyo");
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine().zone, "Asia/Tokyo");
  EXPECT_EQ(told(), "");
}

TEST_F(Travellers, StayWhereTheyAreWhenThePlatformSaysNothingUseful) {
  for (const char* zone : {"", "Mars/Olympus", "Europe/Berlin"}) {
    members_["U1"].zone = zone;
    a_day_later();
    EXPECT_EQ(mine().zone, "Europe/Berlin") << zone;
  }
  EXPECT_EQ(told(), "");
}

TEST_F(Travellers, AreAskedAboutAgainAnHourAfterThePlatformWasAway) {
  platform_is_away_ = true;
  a_day_later();
  platform_is_away_ = false;
  members_["U1"].zone = "America/New_York";
  clock_.advance(std::chrono::minutes(59));
  dispatcher_->follow_travellers();
  EXPECT_EQ(mine().zone, "Europe/Berlin");
  clock_.advance(std::chrono::minutes(2));
  dispatcher_->follow_travellers();
  EXPECT_EQ(mine().zone, "America/New_York");
}

TEST_F(Travellers, NeverTakeAChannelWithThem) {
  make_lead("U1");
  Place here;
  here.zone = "Europe/Berlin";
  type("schedule add every Friday 10:00 tips", here);
  ASSERT_EQ(plans().at(0).zone, "Europe/Berlin");
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(plans().at(0).zone, "Europe/Berlin");
}

TEST_F(Travellers, AreNotToldOfAPauseThatHasNoDates) {
  type("me snooze until 2023-12-01");
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine().zone, "America/New_York");
  EXPECT_EQ(mine().paused_until, "2023-12-01");
  EXPECT_EQ(mine().state, Plan::State::Paused);
}

}  // namespace
}  // namespace allybot::handlers
