// Series. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC; one step of the four has left the library.
#include "handlers/series.h"

#include "bot/schedule/ticker.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

class SeriesOf : public BotTest {
 protected:
  SeriesOf() {
    make_lead("ULEAD");
    lead_.member = "ULEAD";
    members_["U1"] = {};
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  std::string say(const std::string& text) { return text_of(type(text)); }
  std::string say(const std::string& text, const Place& place) { return text_of(type(text, place)); }
  /// So many days pass, with the ticker of the live bot.
  void live(int days) {
    schedule::Ticker ticker(
        *kept_, clock_, random_, metrics_,
        [this](const Plan& plan, const schedule::Occurrence& one, store::Reader& tx) -> Result<schedule::Drawn> {
          auto nudge = dispatcher_->draw(plan, one.at, tx);
          if (!nudge) return tl::unexpected(nudge.error());
          return schedule::Drawn{nudge->item, shown(nudge->card), nudge->next_step, nudge->last};
        });
    for (int hour = 0; hour < 24 * days; ++hour) {
      clock_.advance(std::chrono::hours(1));
      ASSERT_TRUE(ticker.step().has_value());
    }
  }
  /// Oldest first.
  std::vector<std::string> posts(const std::string& where = "C1") {
    std::vector<std::string> texts;
    for (const Delivery& one : deliveries(where)) texts.insert(texts.begin(), one.payload);
    return texts;
  }
  Place lead_;
};

TEST_F(SeriesOf, AreListedForAnybody) {
  const std::string text = say("series");
  EXPECT_TRUE(has(text, "Four small steps (two steps a week): four-steps")) << text;
}

TEST_F(SeriesOf, BeginInAChannelWithTheNextDates) {
  const std::string text = say("series start four steps at 9:30", lead_);
  EXPECT_TRUE(has(text, "Begun: Four small steps")) << text;
  EXPECT_TRUE(has(text, "Welcome to four small steps.")) << text;
  EXPECT_TRUE(has(text, "every Tuesday and Thursday at 09:30 (UTC): Four small steps (0 of 4 steps done)")) << text;
  EXPECT_TRUE(has(text, "Thu 16 Nov 2023, 09:30 UTC")) << text;
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].series, "four-steps");
  EXPECT_EQ(audit()[0].what, "plan.add");
}

TEST_F(SeriesOf, PostTheirStepsInOrderAndEndWithTheLast) {
  say("series start four-steps at 9:30", lead_);
  live(30);
  const auto texts = posts();
  ASSERT_EQ(texts.size(), 3U) << "one step has no item any more";
  EXPECT_TRUE(has(texts[0], "Step 1 of 4 of Four small steps")) << texts[0];
  EXPECT_TRUE(has(texts[0], "Welcome to four small steps."));
  EXPECT_TRUE(has(texts[0], "The easiest one first."));
  EXPECT_FALSE(has(texts[0], "What came before"));
  EXPECT_TRUE(has(texts[1], "Step 3 of 4")) << texts[1];
  EXPECT_TRUE(has(texts[1], "[What came before|recp|p1|anyone]")) << texts[1];
  EXPECT_TRUE(has(texts[2], "Step 4 of 4")) << texts[2];
  EXPECT_TRUE(has(texts[2], "That was the last of 4 steps. Well done"));
  EXPECT_TRUE(has(texts[2], "Keep the one that felt natural."));
  EXPECT_EQ(plans()[0].state, Plan::State::Ended);
  EXPECT_FALSE(plans()[0].next_at.has_value());
  EXPECT_TRUE(has(say("schedule resume p1", lead_), "All its steps were posted"));
}

TEST_F(SeriesOf, LoseNoStepToASkipAPauseOrQuiet) {
  say("series start four-steps at 9:30", lead_);
  say("schedule skip p1", lead_);
  say("quiet until Monday");
  live(7);
  ASSERT_EQ(posts().size(), 1U);
  EXPECT_TRUE(has(posts()[0], "Step 1 of 4"));
  say("schedule pause p1 until 2023-11-28", lead_);
  live(7);
  ASSERT_EQ(posts().size(), 2U);
  EXPECT_TRUE(has(posts()[1], "Step 3 of 4"));
}

TEST_F(SeriesOf, ShowTheirProgress) {
  say("series start four-steps at 9:30", lead_);
  live(3);
  EXPECT_TRUE(has(say("series"), "p1 Four small steps (1 of 4 steps done)"));
  EXPECT_TRUE(has(say("schedule list"), "(1 of 4 steps done)"));
}

TEST_F(SeriesOf, GiveWhoJoinsLateAPrivateRecap) {
  EXPECT_TRUE(has(say("series recap"), "No series runs here"));
  say("series start four-steps at 9:30", lead_);
  EXPECT_TRUE(has(say("series recap"), "No step has been posted yet"));
  live(3);
  const Card card = card_of(press({"recp", "p1", Binding::Anyone}, Place{}, false));
  const std::string first = content()->find(ItemId("tips/say-whose-idea"), "en")->title;
  EXPECT_TRUE(has(plain_text(card), first)) << plain_text(card);
  ASSERT_EQ(card.buttons.size(), 1U);
  EXPECT_EQ(card.buttons[0].action.name, "open");
  EXPECT_EQ(card.buttons[0].action.binding, Binding::Member);
  EXPECT_EQ(posts().size(), 1U) << "the channel is not told";
}

TEST_F(SeriesOf, ForetellTheirStepsAndNoMore) {
  say("series start four-steps at 9:30", lead_);
  live(3);
  const std::string text = say("schedule next 10");
  const std::string third = content()->find(ItemId("tips/count-who-speaks"), "en")->title;
  EXPECT_TRUE(has(text, "Tue 21 Nov 2023, 09:30 UTC: " + third)) << text;
  EXPECT_FALSE(has(text, "Tue 5 Dec 2023")) << text;
}

TEST_F(SeriesOf, BeginForOneMemberAloneAndStopByOneWord) {
  const std::string text = say("series me four-steps at 9:30");
  EXPECT_TRUE(has(text, "Begun: Four small steps")) << text;
  EXPECT_TRUE(has(text, "for your eyes only"));
  EXPECT_EQ(plans("@U1").size(), 1U);
  EXPECT_TRUE(audit().empty());
  say("me nudge every Friday 10:00");
  EXPECT_TRUE(has(say("me nudge 11:00"), "every Friday at 11:00")) << "the series keeps its own pace";
  live(3);
  ASSERT_EQ(posts("@U1").size(), 2U);
  EXPECT_TRUE(has(posts("@U1")[0], "Step 1 of 4"));
  EXPECT_TRUE(has(posts("@U1")[0], "the one word stop ends them"));
  EXPECT_TRUE(has(say("stop"), "You get no more nudges"));
  EXPECT_TRUE(plans("@U1").empty());
}

TEST_F(SeriesOf, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_TRUE(has(say("series start four-steps"), "for leads of this channel"));
  EXPECT_TRUE(has(say("series start astrology", lead_), "I know no series"));
  EXPECT_TRUE(has(say("series start", lead_), "Which one?"));
  EXPECT_TRUE(has(say("series start four-steps at midday or so", lead_), "A time of day"));
  EXPECT_TRUE(plans().empty());
  say("series start four-steps", lead_);
  EXPECT_TRUE(has(say("series start four-steps", lead_), "It runs here already, as plan p1"));
}

}  // namespace
}  // namespace allybot::handlers
