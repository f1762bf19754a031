// Nudges of one's own. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include <algorithm>

#include "bot/schedule/due.h"
#include "bot/schedule/spread.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

class MyNudges : public BotTest {
 protected:
  MyNudges() { direct_.direct = true; }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  std::string say(const std::string& text) { return text_of(type(text)); }
  std::string say(const std::string& text, const Place& place) { return text_of(type(text, place)); }
  std::vector<Plan> mine() { return plans("@U1"); }
  /// The next post, drawn as the ticker would.
  Card drawn() {
    const Plan plan = mine().at(0);
    auto made = store::read<Dispatcher::Nudge>(
        *kept_, [&](store::Reader& tx) { return dispatcher_->draw(plan, plan.next_at.value(), tx); });
    EXPECT_TRUE(made.has_value());
    return made ? made->card : Card{};
  }
  Place direct_;
};

TEST_F(MyNudges, AreNeverThereBeforeTheyAreAskedFor) {
  say("tip");
  say("me zone Berlin");
  say("hello");
  const Card card = ask("me");
  EXPECT_TRUE(mine().empty());
  EXPECT_TRUE(has(plain_text(card), "You get no nudges of your own.")) << plain_text(card);
  EXPECT_TRUE(has_button(card, "One a week for me"));
}

TEST_F(MyNudges, ComeInTheDirectMessageWhereverTheyWereAskedFor) {
  const std::string text = say("me nudge weekdays 9:30 tips about meetings in Europe/Berlin");
  EXPECT_TRUE(has(text, "Your nudges are on")) << text;
  EXPECT_TRUE(has(text, "weekdays at 09:30 (Europe/Berlin): tips, about Meetings")) << text;
  EXPECT_TRUE(has(text, "Wed 15 Nov 2023")) << text;
  EXPECT_TRUE(plans("C1").empty());
  ASSERT_EQ(mine().size(), 1U);
  EXPECT_EQ(mine()[0].kinds, std::vector<std::string>{"tips"});
  EXPECT_EQ(mine()[0].topics, std::vector<std::string>{"meetings"});
}

TEST_F(MyNudges, LeaveNoLineInTheTrailThatAdminsRead) {
  say("me nudge weekdays 9:30");
  say("me snooze");
  say("me resume");
  say("stop");
  EXPECT_TRUE(audit().empty());
}

TEST_F(MyNudges, TakeTheZoneOfThePlatformWhenNoneWasChosen) {
  members_["U1"].zone = "Asia/Kathmandu";
  const std::string text = say("me nudge every Friday 10:00");
  EXPECT_TRUE(has(text, "(Asia/Kathmandu)")) << text;
  EXPECT_TRUE(has(text, "taken from your profile here")) << text;
}

TEST_F(MyNudges, TakeAnyZoneThatIsKnownWhenThePlatformIsAway) {
  platform_is_away_ = true;
  EXPECT_TRUE(has(say("me nudge every Friday 10:00"), "(UTC)"));
  EXPECT_EQ(mine().size(), 1U);
}

TEST_F(MyNudges, ChangeByTheSameWords) {
  say("me nudge every Friday 10:00 tips about meetings");
  EXPECT_TRUE(has(say("me nudge 11:15"), "every Friday at 11:15 (UTC): tips, about Meetings"));
  EXPECT_TRUE(has(say("me nudge weekdays"), "weekdays at 11:15 (UTC): tips, about Meetings"));
  EXPECT_TRUE(has(say("me nudge myths"), "weekdays at 11:15 (UTC): myths, about Meetings"));
  EXPECT_EQ(mine().size(), 1U);
}

TEST_F(MyNudges, OfferReadingsForWordsThatAreNotUnderstood) {
  const Card card = ask("me nudge every Tuseday 10:00");
  EXPECT_TRUE(has(plain_text(card), "nothing is saved")) << plain_text(card);
  EXPECT_TRUE(mine().empty());
  ASSERT_FALSE(card.buttons.empty());
  EXPECT_TRUE(has(text_of(press(card.buttons[0].action)), "Your nudges are on"));
}

TEST_F(MyNudges, AreHeldBackForAWeekAndComeAgainByThemselves) {
  say("me nudge weekdays 9:30");
  EXPECT_TRUE(has(say("me snooze"), "They come again on 2023-11-21"));
  EXPECT_EQ(mine()[0].state, Plan::State::Paused);
  EXPECT_EQ(mine()[0].next_local, "2023-11-21T09:30");
  EXPECT_TRUE(has(say("me resume"), "It posts again"));
  EXPECT_EQ(mine()[0].next_local, "2023-11-15T09:30");
}

TEST_F(MyNudges, AreHeldBackUntilADay) {
  say("me nudge weekdays 9:30");
  EXPECT_TRUE(has(say("me snooze until 2023-12-24"), "They come again on 2023-12-24"));
  EXPECT_TRUE(has(say("me snooze Monday"), "They come again on 2023-11-20"));
  for (const char* words : {"me snooze whenever", "me snooze until 2023-11-14", "me snooze until 2020-01-01"})
    EXPECT_TRUE(has(say(words), "A day to come")) << words;
}

TEST_F(MyNudges, StopByOneWordWithWhatIsAboutToBeSent) {
  say("me nudge weekdays 9:30");
  Delivery delivery;
  delivery.key = mine()[0].id.str();
  delivery.channel = channel("@U1");
  delivery.plan = mine()[0].id;
  Delivery word = delivery;
  word.key = "trouble/7";
  word.plan = PlanId();
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) -> Result<void> {
    for (const Delivery& one : {delivery, word})
      if (const auto added = tx.add_delivery(one); !added) return tl::unexpected(added.error());
    return {};
  }));
  const std::string text = say("STOP", direct_);
  EXPECT_TRUE(has(text, "You get no more nudges")) << text;
  EXPECT_TRUE(mine().empty());
  ASSERT_EQ(deliveries("@U1", Delivery::State::Skipped).size(), 1U);
  EXPECT_EQ(deliveries("@U1", Delivery::State::Skipped)[0].reason, "stopped");
  EXPECT_EQ(deliveries("@U1").size(), 1U) << "what no plan asked for still goes out";
  EXPECT_TRUE(has(say("stop", direct_), "nothing to stop"));
}

TEST_F(MyNudges, StopLeavesTheChannelsAndOthersAlone) {
  make_lead("U1");
  say("schedule add weekdays 9:30");
  Place other;
  other.member = "U2";
  say("me nudge weekdays 9:30", other);
  EXPECT_TRUE(has(say("stop"), "nothing to stop"));
  EXPECT_EQ(plans("C1").size(), 1U);
  EXPECT_EQ(plans("@U2").size(), 1U);
}

TEST_F(MyNudges, SayWhatIsMissingWhenThereAreNone) {
  for (const char* words : {"me snooze", "me resume"}) EXPECT_TRUE(has(say(words), "You get no nudges of your own")) << words;
}

TEST_F(MyNudges, FollowTheZoneThatIsChosenAnew) {
  members_["U1"].zone = "Europe/Berlin";
  Place place;
  place.zone = "Europe/Berlin";
  say("me nudge weekdays 9:30", place);
  say("me zone America/New_York", place);
  EXPECT_EQ(mine()[0].zone, "America/New_York");
  EXPECT_GE(mine()[0].next_at.value(), from_rfc3339("2023-11-15T14:30:00Z").value());
}

TEST_F(MyNudges, StayInAZoneThatWasAskedForOnPurpose) {
  say("me nudge weekdays 9:30 in Asia/Tokyo");
  say("me zone Europe/Berlin");
  EXPECT_EQ(mine()[0].zone, "Asia/Tokyo");
}

TEST_F(MyNudges, HaveAFormForPaceTimeTopicsZoneAndLanguage) {
  const Reply opened = press({"mnfm", "", Binding::Member});
  ASSERT_TRUE(std::holds_alternative<OpenForm>(opened));
  const Form form = std::get<OpenForm>(opened).form;
  for (const Field& field : form.fields) {
    EXPECT_LE(field.label.size(), 24U);
    EXPECT_LE(field.hint.size(), 150U);
  }
  EXPECT_LE(form.title.size(), 24U);
  const Reply bad = send(form, {{"pace", "twice"}, {"time", "late"}, {"topics", "astrology"}, {"zone", "Atlantis"}});
  ASSERT_TRUE(std::holds_alternative<FormProblems>(bad));
  EXPECT_EQ(std::get<FormProblems>(bad).by_field.size(), 3U);
  EXPECT_TRUE(mine().empty());
  const Reply good = send(
      form, {{"pace", "twice"}, {"time", "2pm"}, {"topics", "meetings, parental leave"}, {"zone", "Berlin"}, {"language", "en"}});
  EXPECT_TRUE(has(text_of(good), "every Tuesday and Thursday at 14:00 (Europe/Berlin)")) << text_of(good);
  ASSERT_EQ(mine().size(), 1U);
  EXPECT_EQ(mine()[0].topics, (std::vector<std::string>{"meetings", "parental-leave"}));
}

TEST_F(MyNudges, TheFormShowsWhatThereIsAndChangesIt) {
  say("me nudge first Monday 2pm tips about meetings until 2024-06-30");
  const Form form = std::get<OpenForm>(press({"mnfm", "", Binding::Member})).form;
  EXPECT_EQ(form.fields[0].initial, "same");
  EXPECT_EQ(form.fields[1].initial, "14:00");
  EXPECT_EQ(form.fields[2].initial, "meetings");
  EXPECT_TRUE(has(text_of(send(form, {{"pace", "same"}, {"time", "9:00"}, {"topics", ""}, {"zone", "UTC"}})),
                  "on the first Monday of the month at 09:00 (UTC): tips, until 2024-06-30"));
  for (const auto& [name, days] : {std::pair("weekly", "every Tuesday"), std::pair("twice", "every Tuesday and Thursday"),
                                   std::pair("weekdays", "weekdays"), std::pair("fortnight", "every second Tuesday")}) {
    EXPECT_TRUE(has(text_of(send(form, {{"pace", name}, {"time", "9:00"}})), days)) << name;
    EXPECT_EQ(std::get<OpenForm>(press({"mnfm", "", Binding::Member})).form.fields[0].initial, name);
  }
  EXPECT_EQ(mine().size(), 1U);
}

TEST_F(MyNudges, EachCarriesTheWayOut) {
  say("me nudge weekdays 9:30 tips");
  const Card card = drawn();
  EXPECT_TRUE(has(plain_text(card), "the one word stop ends them")) << plain_text(card);
  EXPECT_TRUE(has(text_of(press(action(card, "Snooze a week"), direct_)), "Held back"));
  EXPECT_TRUE(has(text_of(press(action(card, "Stop these"), direct_)), "You get no more nudges"));
}

TEST_F(MyNudges, AreShownByPrivacyAndForgotten) {
  say("me nudge weekdays 9:30 about meetings");
  EXPECT_TRUE(has(say("privacy"), "Nudges that you set up (1)"));
  press({"frgt", "", Binding::Member});
  EXPECT_TRUE(mine().empty());
  EXPECT_TRUE(has(say("privacy"), "Nothing is stored about you"));
}

TEST_F(MyNudges, SayTheMinuteInWhichTheyWillReallyCome) {
  const std::string text = say("me nudge weekdays 9:00");
  const auto at = mine()[0].next_at.value();
  const std::string minute = to_rfc3339(at).substr(11, 5);
  EXPECT_TRUE(has(text, "Wed 15 Nov 2023, " + minute)) << text;
}

TEST(Spread, KeepsTenThousandAtOneTimeUnderTheLimitOfAWorkspace) {
  std::map<std::int64_t, int> by_minute, by_second;
  for (int i = 0; i < 10000; ++i) {
    const ChannelKey own{PlatformId("slack"), WorkspaceId("T1"), ChannelId("@U" + std::to_string(i))};
    const auto shift = schedule::spread_of(own);
    ASSERT_GE(shift.count(), 0);
    ASSERT_LT(shift, schedule::kSpread);
    ASSERT_EQ(shift, schedule::spread_of(own)) << "always the same";
    ++by_minute[std::chrono::floor<std::chrono::minutes>(shift).count()];
    ++by_second[std::chrono::floor<seconds>(shift).count()];
  }
  const auto most = [](const auto& counts) {
    return std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; })->second;
  };
  EXPECT_EQ(by_minute.size(), 45U);
  EXPECT_LE(most(by_minute), 300);
  EXPECT_LE(most(by_second), 16);
  RecordProperty("most_in_a_minute", most(by_minute));
  RecordProperty("most_in_a_second", most(by_second));
}

TEST(Spread, IsTheSameInEveryVersion) {
  const auto seconds_of = [](const char* platform, const char* workspace, const char* member) {
    return schedule::spread_of({PlatformId(platform), WorkspaceId(workspace), ChannelId(member)}) / seconds(1);
  };
  EXPECT_EQ(seconds_of("slack", "T1", "@U1"), 864);
  EXPECT_EQ(seconds_of("slack", "T1", "@U2"), 642);
  EXPECT_EQ(seconds_of("teams", "tenant", "@29:abc"), 849);
}

TEST(Spread, LeavesChannelsAlone) {
  EXPECT_EQ(schedule::spread_of({PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")}).count(), 0);
}

}  // namespace
}  // namespace allybot::handlers
