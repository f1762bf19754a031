// A member's own nudges in another zone than yesterday. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include "handlers/travellers.h"

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
  woken_ = 0;
  a_day_later();
  EXPECT_EQ(mine().zone, "America/New_York");
  EXPECT_EQ(mine().next_local, "2023-11-17T10:00");
  const auto after = mine().next_at.value() - from_rfc3339("2023-11-17T15:00:00Z").value();
  EXPECT_GE(after, std::chrono::minutes(0)) << "10:00 in New York";
  EXPECT_LE(after, schedule::kSpread);
  EXPECT_EQ(woken_, 1);
  a_day_later();
  EXPECT_EQ(woken_, 1) << "nobody moved";
}

TEST_F(Travellers, AreToldOnceAndHowToStay) {
  type("series me four-steps at 9:30");
  ASSERT_EQ(plans("@U1").size(), 2U);
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine(1).zone, "America/New_York");
  EXPECT_EQ(deliveries("@U1").size(), 1U);
  EXPECT_NE(told().find("Your nudges go with you"), std::string::npos) << told();
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

TEST_F(Travellers, StayPausedForGoodAndAreNotToldOfThat) {
  Plan paused = mine();
  paused.state = Plan::State::Paused;
  paused.next_at.reset();
  paused.next_local.clear();
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.update_plan(paused); }).has_value());
  members_["U1"].zone = "America/New_York";
  a_day_later();
  EXPECT_EQ(mine().zone, "America/New_York") << "for when they go on";
  EXPECT_EQ(mine().state, Plan::State::Paused);
  EXPECT_EQ(mine().next_at, std::nullopt);
  EXPECT_EQ(told(), "");
}

/// The same with a platform that a test answers for.
class TravellersAsked : public Travellers {
 protected:
  std::size_t follow(std::function<Result<MemberFacts>(const MemberKey&)> facts) {
    clock_.advance(std::chrono::hours(24));
    const auto library = library::open_library(content_folder(), clock_);
    const Services services{.library = **library,
                            .store = *kept_,
                            .seen = *seen_,
                            .clock = clock_,
                            .random = random_,
                            .metrics = metrics_,
                            .member_facts = std::move(facts),
                            .channel_facts = {},
                            .render_post = [](const Card&, const std::string&, const ChannelKey&,
                                              const std::string&) -> Result<std::string> { return std::string("told"); },
                            .wake = {},
                            .new_token = {},
                            .hash_of_token = {},
                            .public_url = {},
                            .admins = {},
                            .default_region = {},
                            .content_root = {}};
    return follow_travellers(services).value();
  }
  static MemberFacts in_new_york() { return {false, "America/New_York", {}}; }
};

TEST_F(TravellersAsked, AreAskedAboutOnceHoweverManyNudgesTheyHave) {
  type("series me four-steps at 9:30");
  int asked = 0;
  EXPECT_EQ(follow([&](const MemberKey&) {
              ++asked;
              return in_new_york();
            }),
            2U);
  EXPECT_EQ(asked, 1);
}

TEST_F(TravellersAsked, KeepWhatTheyDidWhileThePlatformWasAsked) {
  type("series me four-steps at 9:30");
  EXPECT_EQ(follow([&](const MemberKey&) {
              EXPECT_TRUE(kept_
                              ->write([&](store::Writer& tx) -> Result<void> {
                                Plan held = *tx.plan(PlatformId("slack"), WorkspaceId("T1"), PlanId("p1")).value();
                                held.zone_told_at.reset();
                                if (auto done = tx.update_plan(held); !done) return done;
                                return tx.remove_plan(PlatformId("slack"), WorkspaceId("T1"), PlanId("p2"));
                              })
                              .has_value());
              return in_new_york();
            }),
            0U);
  ASSERT_EQ(plans("@U1").size(), 1U);
  EXPECT_EQ(mine().zone, "Europe/Berlin") << "one has a zone of its own now, and the other is gone";
}

TEST_F(TravellersAsked, AreLeftAloneWhereNoPlatformTells) { EXPECT_EQ(follow(nullptr), 0U); }

}  // namespace
}  // namespace allybot::handlers
