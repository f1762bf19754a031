// What is foretold of one channel: where it begins and ends, what downtime, quiet and missing content do to it.
// 2026-11-24 is a Tuesday; all plans are at 10:00 in UTC.
#include "bot/schedule/foretell.h"

#include <gtest/gtest.h>

#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

using store::Plan;

Plan daily(const char* late = "") {
  Plan plan = plan_of("FREQ=DAILY", "2026-11-01T10:00", "UTC");
  plan.late = late;
  return plan;
}

/// "24 post", "24 post late" or "24 skipped", with commas between.
std::string shown(const std::vector<Dated>& dates) {
  std::string text;
  for (const Dated& dated : dates)
    text += (text.empty() ? "" : ", ") + std::to_string(dated.occurrence.nominal.date.day) + ' ' +
            (dated.occurrence.post ? "post" : dated.occurrence.reason) + (dated.occurrence.note.empty() ? "" : " late");
  return text;
}

std::string told(const Situation& situation, const char* after, const char* upto, const std::optional<Downtime>& down = {}) {
  const auto dates = foretell(situation, {utc(after), utc(upto), Almanac::usual(), {}, down});
  EXPECT_TRUE(dates.has_value());
  return dates ? shown(*dates) : std::string();
}

std::string told_with_the_bot_down(const Plan& plan, const char* from, const char* upto) {
  return told({{plan}}, "2026-11-22T12:00:00Z", "2026-11-25T12:00:00Z", Downtime{utc(from), utc(upto)});
}

TEST(Foretell, BeginsBehindItsFirstMomentAndHoldsItsLast) {
  EXPECT_EQ(told({{daily()}}, "2026-11-23T10:00:00Z", "2026-11-25T10:00:00Z"), "24 post, 25 post");
}

TEST(Foretell, SaysNothingOfAPlanThatIsOver) {
  Plan over = daily();
  over.state = Plan::State::Ended;
  EXPECT_EQ(told({{over}}, "2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z"), "");
}

TEST(Foretell, KeepsQuietFromTheMomentOnAtWhichItWasAskedFor) {
  store::Attention attention;
  attention.quiet_since = utc("2026-11-24T10:00:00Z");
  attention.quiet_until = "2026-11-26";
  EXPECT_EQ(told({{daily()}, attention}, "2026-11-22T12:00:00Z", "2026-11-26T12:00:00Z"), "23 post, 24 quiet, 25 quiet, 26 post");
}

TEST(Foretell, PostsTheNewestOfWhatWasMissedWithinItsGrace) {
  EXPECT_EQ(told_with_the_bot_down(daily(), "2026-11-23T09:00:00Z", "2026-11-24T12:00:00Z"), "23 late, 24 post late, 25 post");
  EXPECT_EQ(told_with_the_bot_down(daily(), "2026-11-23T09:00:00Z", "2026-11-24T12:00:01Z"), "23 late, 24 late, 25 post");
  EXPECT_EQ(told_with_the_bot_down(daily("once"), "2026-11-23T09:00:00Z", "2026-11-25T09:00:00Z"),
            "23 late, 24 post late, 25 post");
}

TEST(Foretell, MissesWhatIsDueWhenTheBotStopsAndIsInTimeForWhatIsDueWhenItStarts) {
  EXPECT_EQ(told_with_the_bot_down(daily("never"), "2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z"), "23 post, 24 late, 25 post");
  EXPECT_EQ(told_with_the_bot_down(daily("once"), "2026-11-23T09:00:00Z", "2026-11-24T10:00:00Z"), "23 late, 24 post, 25 post");
}

TEST(Foretell, CountsNoDateAsMissedThatIsNotPostedAnyway) {
  Plan plan = daily("once");
  plan.skips = {"2026-11-24T10:00"};
  EXPECT_EQ(told_with_the_bot_down(plan, "2026-11-23T09:00:00Z", "2026-11-24T12:00:00Z"), "23 post late, 24 skipped, 25 post");
}

/// A series of six steps.
class SixSteps final : public Almanac {
 public:
  std::optional<int> steps_left(const Plan& plan) const override { return 6 - plan.step; }
};

TEST(Foretell, GoesOnWithASeriesWhereTheDrawingSaysSo) {
  const SixSteps almanac;
  Plan plan = daily();
  plan.series = "six-steps";
  const Situation situation{{plan}};
  const auto dates = foretell(
      situation, {utc("2026-11-22T12:00:00Z"), utc("2026-11-25T12:00:00Z"), almanac,
                  [](const Plan& at, const Occurrence&) -> Result<Sketch> {
                    return Sketch{ItemId("tips/" + std::to_string(at.step)), at.step + 2};  // every second one is a draft
                  }});
  ASSERT_TRUE(dates.has_value());
  std::string steps;
  for (const Dated& dated : *dates) steps += std::to_string(dated.step) + ' ' + dated.item.str() + ' ';
  EXPECT_EQ(steps, "0 tips/0 2 tips/2 4 tips/4 ");
}

TEST(Foretell, SaysWhereNothingMatchesAndFailsWhereNothingCanBeRead) {
  const Situation situation{{daily()}};
  Question question{utc("2026-11-23T12:00:00Z"), utc("2026-11-24T12:00:00Z")};
  question.sketch = [](const Plan&, const Occurrence&) -> Result<Sketch> { return fail(Code::NotFound, "nothing matches"); };
  const auto nothing = foretell(situation, question);
  ASSERT_TRUE(nothing.has_value());
  EXPECT_EQ(shown(*nothing), "24 no-content");
  question.sketch = [](const Plan&, const Occurrence&) -> Result<Sketch> { return fail(Code::Unavailable, "no database"); };
  const auto failed = foretell(situation, question);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Code::Unavailable);
}

}  // namespace
}  // namespace allybot::schedule
