// Quiet, budgets, silence and handing over. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include "handlers/silence.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Attention;
using store::Plan;

class Quiet : public BotTest {
 protected:
  Quiet() {
    make_lead("ULEAD");
    lead_.member = "ULEAD";
    say("schedule add weekdays 9:30", lead_);
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  std::string say(const std::string& text) { return text_of(type(text)); }
  std::string say(const std::string& text, const Place& place) { return text_of(type(text, place)); }
  Attention attention(const std::string& where = "C1") {
    return store::read<Attention>(*kept_, [&](store::Reader& tx) { return tx.attention(channel(where)); }).value();
  }
  void set(const Attention& bears) {
    ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.set_attention(channel("C1"), bears); }));
  }
  Place lead_;
};

TEST_F(Quiet, AnyoneMayAskForItUntilMonday) {
  const std::string text = say("quiet");
  EXPECT_TRUE(has(text, "I post no nudges here before Mon 20 Nov 2023")) << text;
  EXPECT_EQ(attention().quiet_until, "2023-11-20");
  EXPECT_TRUE(deliveries("C1").empty()) << "the channel is not told";
}

TEST_F(Quiet, TheLeadSeesThatSomebodyAskedAndNotWho) {
  say("quiet until Friday");
  const std::string list = say("schedule list", lead_);
  EXPECT_TRUE(has(list, "Quiet until Fri 17 Nov 2023: somebody here asked for it")) << list;
  EXPECT_TRUE(has(list, "Next: Fri 17 Nov 2023, 09:30")) << list;
  EXPECT_FALSE(has(list, "U1"));
  const auto trail = audit();
  ASSERT_FALSE(trail.empty());
  EXPECT_EQ(trail[0].what, "channel.quiet");
  EXPECT_EQ(trail[0].who, "somebody");
}

TEST_F(Quiet, KeepsToTheDaysThatTheLeadAllows) {
  EXPECT_TRUE(has(say("quiet until 2023-11-22"), "7 days at most"));
  EXPECT_TRUE(has(say("schedule quiet 14", lead_), "up to 14 days"));
  EXPECT_TRUE(has(say("quiet until 2023-11-22"), "before Wed 22 Nov 2023"));
  say("schedule quiet 2", lead_);
  set(Attention{});
  say("schedule quiet 2", lead_);
  EXPECT_TRUE(has(say("quiet"), "before Thu 16 Nov 2023")) << "Monday would be too long";
  say("schedule quiet 0", lead_);
  EXPECT_TRUE(has(say("quiet"), "the leads decide on that"));
}

TEST_F(Quiet, IsNotShortenedByAnotherOne) {
  say("quiet until 2023-11-20");
  EXPECT_TRUE(has(say("quiet until Friday"), "quiet here until Mon 20 Nov 2023 already"));
  EXPECT_EQ(attention().quiet_until, "2023-11-20");
}

TEST_F(Quiet, OnlyLeadsEndIt) {
  say("quiet");
  members_["U1"] = {};
  EXPECT_TRUE(has(say("quiet off"), "for leads of this channel"));
  EXPECT_EQ(attention().quiet_until, "2023-11-20");
  EXPECT_TRUE(has(say("quiet off", lead_), "I post here again"));
  EXPECT_EQ(attention().quiet_until, "");
  EXPECT_TRUE(has(say("quiet off", lead_), "It was not quiet"));
}

TEST_F(Quiet, IsKnownFromTheMomentOnAtWhichItWasAskedForUntilItIsOver) {
  say("quiet until Friday");
  EXPECT_EQ(attention().quiet_since, clock_.now());
  const std::size_t lines = audit().size();
  EXPECT_TRUE(has(say("quiet until Friday"), "until Fri 17 Nov 2023 already"));
  EXPECT_EQ(audit().size(), lines) << "nothing changed";
  clock_.advance(std::chrono::hours(24 * 3));
  EXPECT_FALSE(has(say("schedule list", lead_), "Quiet until"));
  clock_.advance(-std::chrono::hours(24 * 3));
  say("quiet off", lead_);
  EXPECT_EQ(attention(), Attention{});
  EXPECT_FALSE(has(say("schedule list", lead_), "Quiet until"));
}

TEST_F(Quiet, MayBeEndedByAnAdminOfThePlatformToo) {
  say("quiet");
  members_["UADMIN"].admin = true;
  Place admin;
  admin.member = "UADMIN";
  EXPECT_TRUE(has(say("quiet off", admin), "I post here again"));
}

TEST_F(Quiet, CountsDaysOnTheCalendarOfTheOldestPlan) {
  say("schedule edit p1 9:30 in Asia/Kathmandu", lead_);  // Wednesday already
  EXPECT_TRUE(has(say("quiet until 2023-11-15"), "A day to come"));
  EXPECT_TRUE(has(say("quiet until 2023-11-22"), "before Wed 22 Nov 2023")) << "a week from there";
}

TEST_F(Quiet, SavesNoGuess) {
  for (const char* words : {"quiet until whenever", "quiet until 2023-11-14", "quiet until 2020-01-01"})
    EXPECT_TRUE(has(say(words), "A day to come")) << words;
  EXPECT_EQ(attention(), Attention{});
}

TEST_F(Quiet, NeedsSomethingToHoldBack) {
  Place elsewhere;
  elsewhere.channel = "C2";
  EXPECT_TRUE(has(say("quiet", elsewhere), "it is quiet already"));
}

TEST_F(Quiet, IsASnoozeInOnesOwnConversation) {
  say("me nudge weekdays 9:30");
  Place direct;
  direct.direct = true;
  EXPECT_TRUE(has(say("quiet until Friday", direct), "They come again on 2023-11-17"));
  EXPECT_EQ(attention(), Attention{});
}

TEST_F(Quiet, HasAButtonOnTheNudgesOfAChannel) {
  const Plan plan = plans()[0];
  const auto draw = [&] {
    return store::read<Dispatcher::Nudge>(*kept_, [&](store::Reader& tx) { return dispatcher_->draw(plan, clock_.now(), tx); });
  };
  const Card card = draw()->card;
  EXPECT_EQ(action(card, "Quiet until Monday").binding, Binding::Anyone);
  EXPECT_TRUE(has(text_of(press(action(card, "Quiet until Monday"), Place{}, false)), "before Mon 20 Nov 2023"));
  say("schedule quiet 0", lead_);
  EXPECT_FALSE(has_button(draw()->card, "Quiet until Monday"));
}

TEST_F(Quiet, NextSaysWhatIsNotPostedAndWhy) {
  say("quiet until Friday");
  say("schedule skip p1 2023-11-20", lead_);
  const std::string text = say("schedule next 3");
  EXPECT_TRUE(has(text, "Wed 15 Nov 2023, 09:30 UTC: not posted, somebody here asked for quiet")) << text;
  EXPECT_TRUE(has(text, "Fri 17 Nov 2023, 09:30 UTC: ")) << text;
  EXPECT_TRUE(has(text, "Mon 20 Nov 2023, 09:30 UTC: not posted, a lead left it out")) << text;
}

TEST_F(Quiet, NextShowsTheRuleWhenPlansCompete) {
  EXPECT_TRUE(has(say("schedule budget 2", lead_), "At most 2 nudges a week"));
  say("schedule add every Friday 16:00 myths", lead_);
  const std::string text = say("schedule next 6");
  EXPECT_TRUE(has(text, "p1 Wed 15 Nov 2023, 09:30 UTC: ")) << text;
  EXPECT_TRUE(has(text, "p1 Thu 16 Nov 2023, 09:30 UTC: not posted, the week has all the nudges")) << text;
  EXPECT_FALSE(has(text, "p2 Fri 17 Nov 2023, 16:00 UTC: not posted")) << text;
  EXPECT_TRUE(has(text, "plans with fewer dates in that week")) << text;
}

TEST_F(Quiet, NextSaysOnceThatAPlanIsPaused) {
  say("schedule pause", lead_);
  const std::string text = say("schedule next");
  EXPECT_TRUE(has(text, "not posted, it is paused")) << text;
  EXPECT_EQ(text.find("it is paused"), text.rfind("it is paused")) << text;
}

TEST_F(Quiet, SavingSaysThatAnotherPlanPostsInTheSameHour) {
  const std::string text = say("schedule add every Tuesday 10:15 myths", lead_);
  EXPECT_TRUE(has(text, "Plan p1 posts within the same hour, on Tue 21 Nov 2023, 09:30")) << text;
  EXPECT_FALSE(has(say("schedule add every Tuesday 14:00 stories", lead_), "within the same hour"));
}

TEST_F(Quiet, SavingSaysThatTheChannelBearsLess) {
  const std::string text = say("schedule edit p1 daily 9:30", lead_);
  EXPECT_TRUE(has(text, "This channel bears 5 nudges a week, so 6 of those")) << text;
  EXPECT_FALSE(has(say("schedule edit p1 weekdays 9:30", lead_), "nudges a week, so"));
}

TEST_F(Quiet, NumbersAreForLeadsAndWithinReason) {
  members_["U1"] = {};
  for (const char* words : {"schedule budget 3", "schedule quiet 3"})
    EXPECT_TRUE(has(say(words), "for leads of this channel")) << words;
  for (const char* words : {"schedule budget 0", "schedule budget 22", "schedule budget many", "schedule budget -1"})
    EXPECT_TRUE(has(say(words, lead_), "A number from 1 to 21")) << words;
  for (const char* words : {"schedule quiet 61", "schedule quiet -1", "schedule quiet x"})
    EXPECT_TRUE(has(say(words, lead_), "A number of days from 0 to 60")) << words;
  EXPECT_EQ(attention(), Attention{});
  EXPECT_TRUE(has(say("schedule budget"), "At most 5 nudges a week")) << "anyone may look";
  EXPECT_TRUE(has(say("schedule budget 21", lead_), "At most 21 nudges a week"));
  EXPECT_TRUE(has(say("schedule quiet 60", lead_), "up to 60 days"));
  EXPECT_EQ(audit()[0].what, "channel.quiet");
  EXPECT_EQ(audit()[1].what, "channel.budget");
  EXPECT_EQ(audit()[1].detail, "21");
  Place direct;
  direct.direct = true;
  EXPECT_TRUE(has(say("schedule quiet 3", direct), "That belongs to a channel"));
}

TEST_F(Quiet, AMemberBearsWhatTheySayToo) {
  Place direct;
  direct.direct = true;
  const std::size_t lines = audit().size();
  EXPECT_TRUE(has(say("schedule budget 2", direct), "At most 2 nudges a week"));
  EXPECT_EQ(audit().size(), lines) << "what is one's own is in nobody's trail";
  EXPECT_EQ(attention("@U1").most_a_week, 2);
  press({"frgt", "", Binding::Member}, direct);
  EXPECT_EQ(attention("@U1"), Attention{});
}

class Silence : public Quiet {
 protected:
  void silent(int nudges) {
    Attention bears = attention();
    bears.unanswered = nudges;
    set(bears);
    dispatcher_->keep_house();
  }
  std::vector<std::string> asked() {
    std::vector<std::string> texts;
    for (const store::Delivery& one : deliveries("@ULEAD")) texts.push_back(one.payload);
    return texts;
  }
};

TEST_F(Silence, AsksTheLeadOnceAfterSixNudges) {
  silent(5);
  EXPECT_TRUE(asked().empty());
  silent(6);
  ASSERT_EQ(asked().size(), 1U);
  EXPECT_TRUE(has(asked()[0], "Nobody has pressed anything at the last 6 nudges")) << asked()[0];
  EXPECT_TRUE(has(asked()[0], "[p1: every Tuesday at 09:30|slow|p1]")) << asked()[0];
  clock_.advance(std::chrono::hours(24));
  silent(12);
  EXPECT_EQ(asked().size(), 1U) << "once";
}

TEST_F(Silence, EndsWithAPressByAnybody) {
  silent(4);
  press({"more", "tips", Binding::Anyone}, Place{}, false);
  dispatcher_->keep_house();
  EXPECT_EQ(attention().unanswered, 0);
}

TEST_F(Silence, IsAskedAboutAgainWhenItComesBackAfterAPress) {
  silent(6);
  press({"more", "tips", Binding::Anyone}, Place{}, false);
  dispatcher_->keep_house();
  EXPECT_FALSE(attention().asked_about);
  clock_.advance(std::chrono::hours(24));
  silent(6);
  EXPECT_EQ(asked().size(), 2U);
}

TEST_F(Silence, SendsTheQuestionAtOnceAndOnlyThen) {
  woken_ = 0;
  silent(5);
  EXPECT_EQ(woken_, 0);
  silent(6);
  EXPECT_EQ(woken_, 1);
}

TEST_F(Silence, OffersWhatCanBeSlowerAndNamesTheRest) {
  say("schedule add daily 11:00", lead_);
  say("series start four-steps at 12:00", lead_);
  say("schedule add every Friday 15:00", lead_);
  say("schedule pause p4", lead_);
  Plan filed = plans()[1];
  filed.id = PlanId("filed");
  filed.from_file = true;
  ASSERT_TRUE(kept_
                  ->write([&](store::Writer& tx) -> Result<void> {
                    const auto added = tx.add_plan(filed);
                    if (!added) return tl::unexpected(added.error());
                    return {};
                  })
                  .has_value());
  silent(6);
  ASSERT_EQ(asked().size(), 1U);
  const std::string text = asked()[0];
  EXPECT_TRUE(has(text, "A quiet channel")) << text;
  EXPECT_TRUE(has(text, "I ask this once")) << text;
  EXPECT_TRUE(has(text, "[p1: every Tuesday at 09:30|slow|p1]")) << text;
  EXPECT_TRUE(has(text, "[p2: every Tuesday at 11:00|slow|p2]")) << text;
  for (const char* other : {"|slow|p3]", "|slow|p4]", "|slow|filed]"}) EXPECT_FALSE(has(text, other)) << text;
  for (const char* listed : {"p1 weekdays at 09:30", "p2 daily at 11:00", "p3 ", "filed daily at 11:00"})
    EXPECT_TRUE(has(text, listed)) << listed << " is not in " << text;
  EXPECT_FALSE(has(text, "p4 ")) << "it is paused";
  EXPECT_TRUE(has(text, "|keep|]")) << text;
}

TEST_F(Silence, OffersNothingWhereNothingCanBeSlower) {
  say("schedule edit p1 first Monday 9:30", lead_);
  silent(6);
  ASSERT_EQ(asked().size(), 1U);
  EXPECT_TRUE(has(asked()[0], "It cannot come much less often")) << asked()[0];
  EXPECT_FALSE(has(asked()[0], "|slow|")) << asked()[0];
}

TEST_F(Silence, IsNobodysWherePlansArePausedOrGone) {
  say("schedule pause p1", lead_);
  silent(6);
  EXPECT_TRUE(asked().empty());
  EXPECT_TRUE(attention().asked_about);
}

TEST_F(Silence, SlowsADailyPlanToOnceAWeek) {
  say("schedule edit p1 daily 9:30", lead_);
  Place direct = lead_;
  direct.direct = true;
  const std::string text = text_of(press({"slow", "p1", Binding::Member}, direct));
  EXPECT_TRUE(has(text, "p1")) << text;
  EXPECT_TRUE(has(text, "every Tuesday at 09:30")) << text;
  EXPECT_EQ(plans()[0].rrule, "FREQ=WEEKLY;BYDAY=TU");
}

TEST_F(Silence, IsNotEndedByWhatOneMemberDoesAlone) {
  silent(4);
  press({"more", "tips", Binding::Member}, Place{}, true);
  dispatcher_->keep_house();
  EXPECT_EQ(attention().unanswered, 4);
}

TEST_F(Silence, SlowsDownStepByStepWhenALeadPresses) {
  Place direct = lead_;
  direct.direct = true;
  for (const char* words :
       {"every Tuesday at 09:30", "every second Tuesday at 09:30", "on the first Tuesday of the month at 09:30"}) {
    EXPECT_TRUE(has(text_of(press({"slow", "p1", Binding::Member}, direct)), words));
    EXPECT_EQ(plans()[0].words, words);
  }
  EXPECT_TRUE(has(text_of(press({"slow", "p1", Binding::Member}, direct)), "cannot come much less often"));
  EXPECT_EQ(audit()[0].what, "plan.slow");
}

TEST_F(Silence, SlowsNothingDownForOthers) {
  members_["U1"] = {};
  Place direct;
  direct.direct = true;
  EXPECT_TRUE(has(text_of(press({"slow", "p1", Binding::Member}, direct)), "for leads of this channel"));
  EXPECT_TRUE(has(text_of(press({"slow", "p9", Binding::Member}, direct)), "I know no plan p9"));
  EXPECT_EQ(plans()[0].words, "weekdays at 09:30");
}

TEST_F(Silence, MayBeLeftAsItIs) {
  EXPECT_TRUE(has(text_of(press({"keep", "", Binding::Member}, lead_)), "It stays as it is"));
  EXPECT_EQ(plans()[0].words, "weekdays at 09:30");
}

class HandOver : public Quiet {};

TEST_F(HandOver, GivesAPlanToAnotherLeadWhoIsTold) {
  make_lead("UNEW");
  EXPECT_TRUE(has(say("schedule hand p1 <@UNEW>", lead_), "looks after it from now on"));
  EXPECT_EQ(plans()[0].author, MemberId("UNEW"));
  ASSERT_EQ(deliveries("@UNEW").size(), 1U);
  EXPECT_TRUE(has(deliveries("@UNEW")[0].payload, "Plan p1 is in your hands"));
  EXPECT_EQ(audit()[0].what, "plan.hand");
}

TEST_F(HandOver, IsRefusedToStrangersAndByStrangers) {
  members_["U1"] = {};
  make_lead("UNEW");
  EXPECT_TRUE(has(say("schedule hand p1 <@U7>", lead_), "does not lead this channel yet"));
  EXPECT_TRUE(has(say("schedule hand p1", lead_), "Mention the person"));
  EXPECT_TRUE(has(say("schedule hand p1 <@UNEW>"), "for leads of this channel"));
  EXPECT_EQ(plans()[0].author, MemberId("ULEAD"));
}

TEST_F(HandOver, APlanOutlivesTheAccountOfItsAuthor) {
  press({"frgt", "", Binding::Member}, lead_);
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
  EXPECT_TRUE(plans()[0].author.empty());
  EXPECT_TRUE(plans()[0].next_at.has_value());
}

}  // namespace
}  // namespace allybot::handlers
