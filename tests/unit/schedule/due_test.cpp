#include "bot/schedule/due.h"

#include <gtest/gtest.h>

#include <ctime>

#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

/// "2026-03-29T01:00:00Z 02:30>03:00 gap", one line an occurrence.
std::string told(const std::vector<Occurrence>& list) {
  std::string text;
  for (const Occurrence& one : list) {
    text += to_rfc3339(one.at) + ' ' + one.nominal.str().substr(11);
    if (one.local != one.nominal) text += '>' + one.local.str();
    if (!one.reason.empty()) text += ' ' + one.reason;
    if (!one.post) text += '!';
    text += '\n';
  }
  return text;
}

std::string told(const store::Plan& plan, const char* after, const char* upto) {
  const auto found = occurrences(plan, utc(after), utc(upto), 100);
  return found ? told(*found) : "refused: " + found.error().for_log;
}

struct Row {
  const char* name;
  const char* zone;
  const char* rrule;
  const char* start;
  const char* after;
  const char* upto;
  const char* expected;
};

class Occurrences : public testing::TestWithParam<Row> {};

TEST_P(Occurrences, FollowTheWallClockOfTheZone) {
  const Row& row = GetParam();
  EXPECT_EQ(told(plan_of(row.rrule, row.start, row.zone), row.after, row.upto), row.expected);
}

constexpr Row kRows[] = {
    {"BerlinSpringInTheGap", "Europe/Berlin", "FREQ=DAILY", "2026-03-01T02:30", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z",
     "2026-03-28T01:30:00Z 02:30\n2026-03-29T01:00:00Z 02:30>2026-03-29T03:00 gap\n2026-03-30T00:30:00Z 02:30\n"},
    {"BerlinAutumnOnTheFirstPass", "Europe/Berlin", "FREQ=DAILY", "2026-03-01T02:30", "2026-10-23T12:00:00Z",
     "2026-10-26T12:00:00Z", "2026-10-24T00:30:00Z 02:30\n2026-10-25T00:30:00Z 02:30 overlap\n2026-10-26T01:30:00Z 02:30\n"},
    {"BerlinKeepsTenOClock", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU", "2026-03-01T10:00", "2026-03-23T00:00:00Z",
     "2026-04-01T00:00:00Z", "2026-03-24T09:00:00Z 10:00\n2026-03-31T08:00:00Z 10:00\n"},
    {"NewYorkSpringInTheGap", "America/New_York", "FREQ=DAILY", "2026-03-01T02:15", "2026-03-07T00:00:00Z",
     "2026-03-09T12:00:00Z",
     "2026-03-07T07:15:00Z 02:15\n2026-03-08T07:00:00Z 02:15>2026-03-08T03:00 gap\n2026-03-09T06:15:00Z 02:15\n"},
    {"NewYorkAutumnOnTheFirstPass", "America/New_York", "FREQ=DAILY", "2026-03-01T01:15", "2026-10-31T00:00:00Z",
     "2026-11-02T12:00:00Z", "2026-10-31T05:15:00Z 01:15\n2026-11-01T05:15:00Z 01:15 overlap\n2026-11-02T06:15:00Z 01:15\n"},
    {"KathmanduHasNoChange", "Asia/Kathmandu", "FREQ=WEEKLY;BYDAY=SU", "2026-03-01T02:30", "2026-03-21T00:00:00Z",
     "2026-04-01T00:00:00Z", "2026-03-21T20:45:00Z 02:30\n2026-03-28T20:45:00Z 02:30\n"},
    {"LordHoweLosesHalfAnHour", "Australia/Lord_Howe", "FREQ=DAILY", "2026-01-01T02:15", "2026-10-02T12:00:00Z",
     "2026-10-04T18:00:00Z",
     "2026-10-02T15:45:00Z 02:15\n2026-10-03T15:30:00Z 02:15>2026-10-04T02:30 gap\n2026-10-04T15:15:00Z 02:15\n"},
    {"LordHoweRepeatsHalfAnHour", "Australia/Lord_Howe", "FREQ=DAILY", "2026-01-01T01:45", "2026-04-04T00:00:00Z",
     "2026-04-05T18:00:00Z", "2026-04-04T14:45:00Z 01:45 overlap\n2026-04-05T15:15:00Z 01:45\n"},
    {"ApiaSkipsADate", "Pacific/Apia", "FREQ=DAILY", "2011-12-01T09:00", "2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z",
     "2011-12-29T19:00:00Z 09:00\n2011-12-30T10:00:00Z 09:00>2011-12-31T00:00 no-such-date!\n2011-12-30T19:00:00Z 09:00\n"
     "2011-12-31T19:00:00Z 09:00\n"},
    {"SaoPauloHasNoMidnight", "America/Sao_Paulo", "FREQ=DAILY", "2018-01-01T00:00", "2018-11-03T00:00:00Z",
     "2018-11-05T12:00:00Z",
     "2018-11-03T03:00:00Z 00:00\n2018-11-04T03:00:00Z 00:00>2018-11-04T01:00 gap\n2018-11-05T02:00:00Z 00:00\n"},
    {"SaoPauloRepeatsTheLastHour", "America/Sao_Paulo", "FREQ=DAILY", "2018-01-01T23:30", "2019-02-16T12:00:00Z",
     "2019-02-18T12:00:00Z", "2019-02-17T01:30:00Z 23:30 overlap\n2019-02-18T02:30:00Z 23:30\n"},
    {"SydneySpringInTheGap", "Australia/Sydney", "FREQ=WEEKLY;BYDAY=SU", "2026-01-01T02:30", "2026-10-01T00:00:00Z",
     "2026-10-12T00:00:00Z", "2026-10-03T16:00:00Z 02:30>2026-10-04T03:00 gap\n2026-10-10T15:30:00Z 02:30\n"},
    {"SydneyAutumnOnTheFirstPass", "Australia/Sydney", "FREQ=WEEKLY;BYDAY=SU", "2026-01-01T02:30", "2026-04-01T00:00:00Z",
     "2026-04-13T00:00:00Z", "2026-04-04T15:30:00Z 02:30 overlap\n2026-04-11T16:30:00Z 02:30\n"},
    {"LondonSpringInTheGap", "Europe/London", "FREQ=MONTHLY;BYDAY=-1SU", "2026-01-01T01:30", "2026-03-01T00:00:00Z",
     "2026-05-01T00:00:00Z", "2026-03-29T01:00:00Z 01:30>2026-03-29T02:00 gap\n2026-04-26T00:30:00Z 01:30\n"},
    {"LondonAutumnOnTheFirstPass", "Europe/London", "FREQ=MONTHLY;BYDAY=-1SU", "2026-01-01T01:30", "2026-10-01T00:00:00Z",
     "2026-11-30T00:00:00Z", "2026-10-25T00:30:00Z 01:30 overlap\n2026-11-29T01:30:00Z 01:30\n"},
    {"TehranBothChanges", "Asia/Tehran", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=21,22", "2022-01-01T00:30", "2022-01-01T00:00:00Z",
     "2022-12-31T00:00:00Z",
     "2022-03-20T21:00:00Z 00:30\n2022-03-21T20:30:00Z 00:30>2022-03-22T01:00 gap\n2022-09-20T20:00:00Z 00:30\n"
     "2022-09-21T21:00:00Z 00:30\n"},
    {"TehranKeepsStillSince2023", "Asia/Tehran", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22", "2022-01-01T00:30",
     "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", "2026-03-21T21:00:00Z 00:30\n"},
    {"StJohnsSpringInTheGap", "America/St_Johns", "FREQ=DAILY", "2026-01-01T02:30", "2026-03-07T12:00:00Z",
     "2026-03-09T12:00:00Z", "2026-03-08T05:30:00Z 02:30>2026-03-08T03:00 gap\n2026-03-09T05:00:00Z 02:30\n"},
    {"StJohnsAutumnOnTheFirstPass", "America/St_Johns", "FREQ=DAILY", "2026-01-01T01:30", "2026-10-31T12:00:00Z",
     "2026-11-02T12:00:00Z", "2026-11-01T04:00:00Z 01:30 overlap\n2026-11-02T05:00:00Z 01:30\n"},
    {"BerlinAfter2037", "Europe/Berlin", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2026-01-01T02:30", "2044-06-01T00:00:00Z",
     "2045-12-31T00:00:00Z", "2045-03-26T01:00:00Z 02:30>2045-03-26T03:00 gap\n"},
    {"LeapDay", "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29T10:00", "2024-03-01T00:00:00Z", "2033-01-01T00:00:00Z",
     "2028-02-29T10:00:00Z 10:00\n2032-02-29T10:00:00Z 10:00\n"},
    {"DayThirtyOne", "UTC", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T10:00", "2026-01-31T10:00:00Z", "2026-06-01T00:00:00Z",
     "2026-03-31T10:00:00Z 10:00\n2026-05-31T10:00:00Z 10:00\n"},
    {"FifthWeek", "America/New_York", "FREQ=MONTHLY;BYDAY=5FR", "2026-01-01T10:00", "2026-01-31T00:00:00Z",
     "2026-08-01T00:00:00Z", "2026-05-29T14:00:00Z 10:00\n2026-07-31T14:00:00Z 10:00\n"},
    {"YearEndEastOfUtc", "Pacific/Auckland", "FREQ=DAILY", "2026-12-01T00:15", "2026-12-30T12:00:00Z", "2027-01-01T12:00:00Z",
     "2026-12-31T11:15:00Z 00:15\n2027-01-01T11:15:00Z 00:15\n"},
    {"YearEndWestOfUtc", "Pacific/Honolulu", "FREQ=DAILY", "2026-12-01T23:45", "2026-12-31T00:00:00Z", "2027-01-02T00:00:00Z",
     "2026-12-31T09:45:00Z 23:45\n2027-01-01T09:45:00Z 23:45\n"},
};

INSTANTIATE_TEST_SUITE_P(InEachZone, Occurrences, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Due, TakesTheSpanWithoutItsBeginningAndWithItsEnd) {
  const auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  EXPECT_EQ(told(plan, "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"), "2026-03-03T10:00:00Z 10:00\n");
  EXPECT_EQ(told(plan, "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"), "");
  EXPECT_EQ(told(plan, "2026-03-03T10:00:00Z", "2026-03-02T10:00:00Z"), "");
}

TEST(Due, NeverFindsAnythingBeforeTheStart) {
  const auto plan = plan_of("FREQ=DAILY", "2026-03-05T10:00", "UTC");
  EXPECT_EQ(told(plan, "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z"), "2026-03-05T10:00:00Z 10:00\n");
}

TEST(Due, HandsOutNoMoreThanAsked) {
  const auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  EXPECT_EQ(occurrences(plan, utc("2026-03-01T00:00:00Z"), utc("2027-03-01T00:00:00Z"), 7)->size(), 7U);
  EXPECT_TRUE(occurrences(plan, utc("2026-03-01T00:00:00Z"), utc("2027-03-01T00:00:00Z"), 0)->empty());
}

TEST(Due, IncludesTheLastDay) {
  auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "America/New_York");
  plan.until = "2026-03-03";
  EXPECT_EQ(told(plan, "2026-03-02T00:00:00Z", "2026-04-01T00:00:00Z"),
            "2026-03-02T15:00:00Z 10:00\n2026-03-03T15:00:00Z 10:00\n");
}

TEST(Due, SaysWhatWillNotBePostedAndWhy) {
  auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  plan.skips = {"2026-03-02T10:00", "2026-03-04T09:00"};
  EXPECT_EQ(told(plan, "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z"),
            "2026-03-02T10:00:00Z 10:00 skipped!\n2026-03-03T10:00:00Z 10:00\n2026-03-04T10:00:00Z 10:00\n");
  plan.state = store::Plan::State::Paused;
  plan.paused_until = "2026-03-04";
  EXPECT_EQ(told(plan, "2026-03-02T12:00:00Z", "2026-03-05T00:00:00Z"),
            "2026-03-03T10:00:00Z 10:00 paused!\n2026-03-04T10:00:00Z 10:00\n");
  plan.paused_until.clear();
  EXPECT_EQ(told(plan, "2026-03-03T12:00:00Z", "2026-03-05T00:00:00Z"), "2026-03-04T10:00:00Z 10:00 paused!\n");
  plan.state = store::Plan::State::Broken;
  EXPECT_EQ(told(plan, "2026-03-03T12:00:00Z", "2026-03-05T00:00:00Z"), "2026-03-04T10:00:00Z 10:00 broken!\n");
}

TEST(Due, NamesAnOccurrenceByPlanAndNominalTime) {
  const auto plan = plan_of("FREQ=DAILY", "2026-03-01T02:30", "Europe/Berlin");
  const auto found = occurrences(plan, utc("2026-03-29T00:00:00Z"), utc("2026-03-29T12:00:00Z"), 5).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].key(plan), "slack/T1/p3@2026-03-29T02:30");
}

TEST(Due, RefusesAPlanWithTextsThatCannotBeRead) {
  const auto good = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  const auto refused = [&](auto change) {
    auto plan = good;
    change(plan);
    const bool here = !occurrences(plan, utc("2026-03-01T00:00:00Z"), utc("2026-03-02T00:00:00Z"), 5).has_value();
    return here && !next_occurrence(plan, utc("2026-03-01T00:00:00Z")).has_value() &&
           !schedule_next(plan, utc("2026-03-01T00:00:00Z")).has_value();
  };
  EXPECT_TRUE(refused([](auto& plan) { plan.zone = "Europe/Berlni"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.rrule = "FREQ=SECONDLY"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.rrule = "FREQ=DAILY;UNTIL=20261231"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.rrule = "FREQ=DAILY;BYHOUR=10"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.start = "2026-03-01"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.until = "soon"; }));
  EXPECT_TRUE(refused([](auto& plan) { plan.paused_until = "2026-02-30"; }));
  EXPECT_FALSE(refused([](auto&) {}));
}

TEST(ScheduleNext, WritesTheFirstMomentThatWillBePosted) {
  auto plan = plan_of("FREQ=WEEKLY;BYDAY=SU", "2026-03-01T02:30", "Europe/Berlin");
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-23T00:00:00Z")).has_value());
  EXPECT_EQ(plan.next_at, utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(plan.next_local, "2026-03-29T02:30");
  plan.skips = {"2026-03-29T02:30"};
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-23T00:00:00Z")).has_value());
  EXPECT_EQ(plan.next_local, "2026-04-05T02:30");
  EXPECT_EQ(plan.skips.size(), 1U);
}

TEST(ScheduleNext, DoesNotFindTheSameGapTwice) {
  auto plan = plan_of("FREQ=DAILY", "2026-03-01T02:30", "Europe/Berlin");
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-29T01:00:00Z")).has_value());
  EXPECT_EQ(plan.next_local, "2026-03-30T02:30");
}

TEST(ScheduleNext, DropsSkipsThatArePast) {
  auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  plan.skips = {"2026-02-20T10:00", "2026-03-09T10:00", "2026-03-10T10:00"};
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-09T00:00:00Z")).has_value());
  EXPECT_EQ(plan.skips, (std::vector<std::string>{"2026-03-09T10:00", "2026-03-10T10:00"}));
  EXPECT_EQ(plan.next_local, "2026-03-11T10:00");
}

TEST(ScheduleNext, EndsASeriesThatIsOverAndRevivesOneThatWasExtended) {
  auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
  plan.until = "2026-03-03";
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-03T10:00:00Z")).has_value());
  EXPECT_EQ(plan.state, store::Plan::State::Ended);
  EXPECT_FALSE(plan.next_at.has_value());
  EXPECT_EQ(plan.next_local, "");
  plan.until = "2026-03-05";
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-03T10:00:00Z")).has_value());
  EXPECT_EQ(plan.state, store::Plan::State::Active);
  EXPECT_EQ(plan.next_local, "2026-03-04T10:00");
}

TEST(ScheduleNext, EndsACountedSeriesAndOneWithoutADateInTenYears) {
  auto counted = plan_of("FREQ=WEEKLY;COUNT=2;BYDAY=TU", "2026-03-01T10:00", "UTC");
  ASSERT_TRUE(schedule_next(counted, utc("2026-03-10T10:00:00Z")).has_value());
  EXPECT_EQ(counted.state, store::Plan::State::Ended);
  auto never = plan_of("FREQ=MONTHLY;INTERVAL=12;BYMONTH=5;BYDAY=1MO", "2026-01-01T10:00", "UTC");
  ASSERT_TRUE(schedule_next(never, utc("2026-01-01T00:00:00Z")).has_value());
  EXPECT_EQ(never.state, store::Plan::State::Ended);
}

TEST(ScheduleNext, GivesAPauseWithAnEndItsFirstMomentAfterIt) {
  auto plan = plan_of("FREQ=WEEKLY;BYDAY=TU", "2026-03-01T00:30", "Pacific/Auckland");
  plan.state = store::Plan::State::Paused;
  plan.paused_until = "2027-03-02";
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-10T00:00:00Z")).has_value());
  EXPECT_EQ(plan.state, store::Plan::State::Paused);
  EXPECT_EQ(plan.next_local, "2027-03-02T00:30");
}

TEST(ScheduleNext, ResumesAPauseWhoseDateHasCome) {
  auto plan = plan_of("FREQ=WEEKLY;BYDAY=TU", "2026-03-01T10:00", "Pacific/Auckland");
  plan.state = store::Plan::State::Paused;
  plan.paused_until = "2026-03-10";
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-09T10:59:00Z")).has_value());
  EXPECT_EQ(plan.state, store::Plan::State::Paused);
  ASSERT_TRUE(schedule_next(plan, utc("2026-03-09T11:00:00Z")).has_value()) << "midnight in Auckland";
  EXPECT_EQ(plan.state, store::Plan::State::Active);
  EXPECT_EQ(plan.paused_until, "");
  EXPECT_EQ(plan.next_local, "2026-03-10T10:00");
}

TEST(ScheduleNext, LeavesAPauseWithoutAnEndAndABrokenPlanWithoutANext) {
  for (const auto state : {store::Plan::State::Paused, store::Plan::State::Broken}) {
    auto plan = plan_of("FREQ=DAILY", "2026-03-01T10:00", "UTC");
    plan.state = state;
    plan.next_at = utc("2026-03-01T10:00:00Z");
    ASSERT_TRUE(schedule_next(plan, utc("2026-03-09T11:00:00Z")).has_value());
    EXPECT_EQ(plan.state, state);
    EXPECT_FALSE(plan.next_at.has_value());
  }
}

TEST(ScheduleNext, TakesLittleTimeForASeriesThatBeganLongAgo) {
  const char* rules[] = {"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
                         "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=1MO"};
  const std::clock_t begun = std::clock();
  for (int i = 0; i < 10000; ++i) {
    auto plan = plan_of(rules[i % 5], "2012-03-01T10:00", i % 2 == 0 ? "Europe/Berlin" : "America/New_York");
    ASSERT_TRUE(schedule_next(plan, utc("2026-11-24T00:00:00Z")).has_value());
    ASSERT_TRUE(plan.next_at.has_value());
  }
  const double used = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf("10,000 schedule_next: %.3f s CPU\n", used);
  EXPECT_LT(used, 5.0) << "the target is 0.5 s; sanitizers and a debug build cost several times that";
}

}  // namespace
}  // namespace allybot::schedule
