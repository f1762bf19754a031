// Days of observance, with the content that we ship.
#include "handlers/observance_days.h"

#include <gtest/gtest.h>

#include "bot/schedule/calendar.h"
#include "bot/schedule/foretell.h"
#include "bot/schedule/rule.h"
#include "handlers/almanac.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using schedule::LocalDate;
using store::Plan;

std::shared_ptr<const library::Library> shipped() {
  static const fakes::FakeClock clock(from_rfc3339("2026-01-01T00:00:00Z").value());
  static const auto holder = library::open_library(fakes::source_dir() + "/content", clock);
  return (*holder)->current();
}

Plan days_plan(const std::string& region, std::vector<std::string> topics = {}) {
  Plan plan;
  plan.id = PlanId("p1");
  plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
  plan.rrule = "FREQ=DAILY";
  plan.start = "2026-01-01T10:00";
  plan.zone = "Europe/Berlin";
  plan.series = "day/";
  plan.days_off = "before days-off";
  plan.surroundings.region = region;
  plan.topics = std::move(topics);
  return plan;
}

/// "2026-03-06 International Women's Day", one line a post; of a year.
std::string year_of(const Plan& plan) {
  const auto library = shipped();
  const LibraryAlmanac almanac(library, "");
  const auto dates = schedule::foretell(schedule::Situation{{plan}}, {from_rfc3339("2026-01-01T00:00:00Z").value(),
                                                                      from_rfc3339("2027-01-01T00:00:00Z").value(), almanac});
  EXPECT_TRUE(dates.has_value());
  std::string text;
  if (!dates) return text;
  for (const schedule::Dated& dated : *dates) {
    const auto kept = almanac.kept(plan, dated.occurrence.nominal.date);
    EXPECT_TRUE(kept.has_value());
    if (!kept || !dated.occurrence.post) continue;
    text += dated.occurrence.local.date.str() + (kept->when == KeptDay::When::Before ? " ahead " : " on ") + kept->day->id + '\n';
  }
  return text;
}

TEST(ObservanceDays, HaveRulesThatTheScheduleCanRead) {
  ASSERT_GT(shipped()->observances().size(), 35U);
  for (const library::Observance& day : shipped()->observances()) {
    if (day.dates.empty()) {
      EXPECT_TRUE(schedule::read_rule(day.rule).has_value()) << day.id << ' ' << day.rule;
    }
    EXPECT_FALSE(day.on.empty()) << day.id;
  }
}

TEST(ObservanceDays, AreKeptAheadAndOnTheWorkingDayBefore) {
  const std::string year = year_of(days_plan("DE-BE"));
  // Sunday, 8 March 2026 is a holiday in Berlin; the post comes on the Friday before.
  EXPECT_NE(year.find("2026-03-06 on international-womens-day\n"), std::string::npos) << year;
  EXPECT_NE(year.find("2026-02-27 ahead international-womens-day\n"), std::string::npos) << year;
  EXPECT_NE(year.find("2026-04-23 on girls-in-ict-day\n"), std::string::npos) << year;
}

TEST(ObservanceDays, AreNotKeptWhereTheyMayHurtUnlessSwitchedOn) {
  const std::string year = year_of(days_plan("DE-BE"));
  for (const library::Observance& day : shipped()->observances())
    if (day.opt_in) {
      EXPECT_EQ(year.find(' ' + day.id + '\n'), std::string::npos) << day.id << '\n' << year;
    }
  EXPECT_NE(year_of(days_plan("DE-BE", {"trans-day-of-visibility"})).find("2026-03-31 on trans-day-of-visibility\n"),
            std::string::npos);
}

TEST(ObservanceDays, AreKeptInTheirRegionsAndNotWhereSwitchedOff) {
  EXPECT_NE(year_of(days_plan("DE-BE")).find("fathers-day-germany"), std::string::npos);
  EXPECT_EQ(year_of(days_plan("US")).find("fathers-day-germany"), std::string::npos);
  EXPECT_EQ(year_of(days_plan("")).find("fathers-day"), std::string::npos) << "no region is no country";
  EXPECT_EQ(year_of(days_plan("DE-BE", {"-fathers-day-germany"})).find("fathers-day-germany"), std::string::npos);
}

TEST(ObservanceDays, ComeAtMostOnceAWeek) {
  const auto library = shipped();
  const LibraryAlmanac almanac(library, "");
  std::vector<std::string> all;
  for (const library::Observance& day : library->observances()) all.push_back(day.id);
  for (const Plan& plan : {days_plan("US", all), days_plan("NP"), days_plan("DE-BE", all)}) {
    int in_week = 0;
    for (int day = 0; day < 7 * 53 * 3; ++day) {
      const LocalDate date = schedule::plus_days({2026, 1, 5}, day);
      if (day % 7 == 0) in_week = 0;
      if (almanac.kept(plan, date)) ++in_week;
      EXPECT_LE(in_week, 1) << date.str();
    }
  }
}

TEST(ObservanceDays, PostTheActionOfTheFileAndSayWhy) {
  const auto library = shipped();
  const LibraryAlmanac almanac(library, "");
  const auto kept = almanac.kept(days_plan("DE-BE"), {2026, 3, 8});
  ASSERT_TRUE(kept.has_value());
  const std::string text = plain_text(day_card(Speaker{*library, "en"}, *kept, Showing::Public));
  EXPECT_NE(text.find("Skip the cupcakes."), std::string::npos) << text;
  EXPECT_NE(text.find("Because Sun 8 Mar 2026 is International Women's Day."), std::string::npos) << text;
  const auto ahead = almanac.kept(days_plan("DE-BE"), {2026, 3, 1});
  ASSERT_TRUE(ahead.has_value());
  EXPECT_EQ(day_text(Speaker{*library, "en"}, *ahead), "7 days ahead: International Women's Day");
}

class ScheduleDays : public BotTest {
 protected:
  ScheduleDays() {
    clock_.set(from_rfc3339("2026-02-20T09:00:00Z").value());
    make_lead("U1");
  }
};

TEST_F(ScheduleDays, AreBegunPausedAndRemovedByButtonsThatLeadsAloneSee) {
  Place another;
  another.member = "U3";
  EXPECT_TRUE(ask("schedule days", another).buttons.empty());
  const Card none = ask("schedule days");
  press(action(none, "Keep them at 10:00"));
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_TRUE(ask("schedule days", another).buttons.empty());
  const Card kept = ask("schedule days");
  EXPECT_FALSE(has_button(kept, "Change")) << "its words are not those of other plans";
  press(action(kept, "Pause"));
  EXPECT_EQ(plans().at(0).state, Plan::State::Paused);
  press(action(ask("schedule days"), "Remove"));
  EXPECT_TRUE(plans().empty());
}

TEST_F(ScheduleDays, AreNamedByWordsThatSeveralRegionsUseForTheirOwnDay) {
  ask("schedule days start");
  EXPECT_NE(text_of(type("schedule days off parents' day")).find("more than one fits"), std::string::npos) << "of no region";
  EXPECT_NE(text_of(type("schedule region DE")).find("DE"), std::string::npos);
  EXPECT_NE(text_of(type("schedule days off parents' day")).find("switched off here"), std::string::npos);
  EXPECT_EQ(plans().at(0).topics, std::vector<std::string>{"-parents-day-germany"});
}

TEST_F(ScheduleDays, AreBegunByALeadAndShownInNext) {
  EXPECT_NE(shown(ask("schedule days")).find("No days of observance"), std::string::npos);
  const std::string begun = shown(ask("schedule days at 9:30"));
  EXPECT_NE(begun.find("on days of observance at 09:30 (UTC)"), std::string::npos) << begun;
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].next_local, "2026-03-01T09:30") << "a week ahead, moved to the Friday";
  const std::string next = shown(ask("schedule next"));
  EXPECT_NE(next.find("7 days ahead: International Women's Day"), std::string::npos) << next;
  EXPECT_NE(shown(ask("schedule test")).find("washing-up"), std::string::npos);
  EXPECT_EQ(audit()[0].what, "plan.add");
}

TEST_F(ScheduleDays, AreRefusedToWhoDoesNotLead) {
  Place other;
  other.member = "U2";
  type("schedule days at 9:30", other);
  EXPECT_TRUE(plans().empty());
}

TEST_F(ScheduleDays, LeaveADayOutAndTakeItInAgain) {
  ask("schedule days start");
  ask("schedule days off international-womens-day");
  EXPECT_EQ(plans()[0].topics, std::vector<std::string>{"-international-womens-day"});
  EXPECT_EQ(shown(ask("schedule next")).find("Women's Day"), std::string::npos);
  ask("schedule days on women's day");
  EXPECT_TRUE(plans()[0].topics.empty());
}

TEST_F(ScheduleDays, LetAnAdminAloneSwitchOnWhatCanPutPeopleAtRisk) {
  ask("schedule days start");
  EXPECT_NE(text_of(type("schedule days on visible-day")).find("only an admin"), std::string::npos);
  EXPECT_TRUE(plans()[0].topics.empty());
  Place admin;
  admin.member = "UADMIN";
  type("schedule days on visible-day", admin);
  EXPECT_EQ(plans()[0].topics, std::vector<std::string>{"visible-day"});
  ask("schedule days off visible-day");
  EXPECT_TRUE(plans()[0].topics.empty());
}

TEST_F(ScheduleDays, AreNotChangedByWhatChangesOtherPlans) {
  ask("schedule days start");
  type("schedule edit p1 every Tuesday 10:00");
  EXPECT_EQ(plans()[0].rrule, "FREQ=DAILY");
  EXPECT_NE(text_of(type("schedule days on nothing-of-the-kind")).find("I know no day"), std::string::npos);
  EXPECT_NE(text_of(type("schedule days at half past")).find("sets the time"), std::string::npos);
}

}  // namespace
}  // namespace allybot::handlers
