#include "bot/schedule/rule.h"

#include <gtest/gtest.h>

#include "bot/schedule/recurrence.h"

namespace allybot::schedule {
namespace {

std::string canonical_text(const char* text) {
  const auto read = read_rule(text);
  return read ? to_text(read->rule) : "refused: " + read.error().for_log;
}

TEST(Rule, ComesBackInOneForm) {
  const std::pair<const char*, const char*> rows[] = {
      {"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"},
      {"rrule:freq=weekly;byday=tu;interval=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},
      {"BYDAY=FR,MO,MO;FREQ=WEEKLY;", "FREQ=WEEKLY;BYDAY=MO,FR"},
      {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU"},
      {"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
      {"FREQ=DAILY;BYMONTHDAY=1,-1", "FREQ=MONTHLY;BYMONTHDAY=-1,1"},
      {"FREQ=MONTHLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"},
      {"FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO"},
      {"FREQ=MONTHLY;BYDAY=+1MO,-1FR", "FREQ=MONTHLY;BYDAY=-1FR,1MO"},
      {"FREQ=YEARLY;BYMONTH=3;BYDAY=1MO", "FREQ=MONTHLY;BYMONTH=3;BYDAY=1MO"},
      {"FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=20MO"},
      {"FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=8", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"},
      {"FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=8", "FREQ=MONTHLY;BYMONTHDAY=8"},
      {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"},
      {"FREQ=WEEKLY;WKST=SU;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"},
      {"FREQ=WEEKLY;WKST=SU;BYDAY=TU;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"},
      {"FREQ=WEEKLY;COUNT=10;BYDAY=TU", "FREQ=WEEKLY;COUNT=10;BYDAY=TU"},
  };
  for (const auto& [text, expected] : rows) {
    const std::string once = canonical_text(text);
    EXPECT_EQ(once, expected) << text;
    EXPECT_EQ(canonical_text(once.c_str()), once) << text;
  }
}

TEST(Rule, TakesTimeAndEndOutOfTheText) {
  const auto read = read_rule("FREQ=WEEKLY;BYDAY=TU;BYHOUR=14;BYMINUTE=5;BYSECOND=0;UNTIL=20261231T235959Z");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->hour, 14);
  EXPECT_EQ(read->minute, 5);
  EXPECT_EQ(read->until, (LocalDate{2026, 12, 31}));
  EXPECT_EQ(to_text(read->rule), "FREQ=WEEKLY;BYDAY=TU");
}

TEST(Rule, RefusesWhatIsDangerousForbiddenOrNonsense) {
  for (const char* text : {"",
                           "RRULE:",
                           "TU",
                           "FREQ",
                           "FREQ=",
                           "FREQ=SECONDLY",
                           "FREQ=MINUTELY;INTERVAL=5",
                           "FREQ=HOURLY",
                           "FREQ=FORTNIGHTLY",
                           "INTERVAL=2",
                           "FREQ=DAILY;FREQ=WEEKLY",
                           "FREQ=DAILY;INTERVAL=0",
                           "FREQ=DAILY;INTERVAL=-1",
                           "FREQ=DAILY;INTERVAL=x",
                           "FREQ=DAILY;INTERVAL=99999999999",
                           "FREQ=DAILY;INTERVAL=367",
                           "FREQ=WEEKLY;INTERVAL=105",
                           "FREQ=YEARLY;INTERVAL=11",
                           "FREQ=WEEKLY;BYDAY=1MO",
                           "FREQ=DAILY;BYDAY=1MO",
                           "FREQ=MONTHLY;BYDAY=6MO",
                           "FREQ=MONTHLY;BYDAY=0MO",
                           "FREQ=YEARLY;BYDAY=54MO",
                           "FREQ=WEEKLY;BYDAY=XX",
                           "FREQ=WEEKLY;BYDAY=",
                           "FREQ=WEEKLY;BYDAY=MO,",
                           "FREQ=WEEKLY;BYMONTHDAY=1",
                           "FREQ=MONTHLY;BYMONTHDAY=32",
                           "FREQ=MONTHLY;BYMONTHDAY=0",
                           "FREQ=YEARLY;BYMONTH=13",
                           "FREQ=YEARLY;BYMONTH=-1",
                           "FREQ=YEARLY;BYWEEKNO=20",
                           "FREQ=MONTHLY;BYYEARDAY=1",
                           "FREQ=YEARLY;BYYEARDAY=367",
                           "FREQ=DAILY;BYSETPOS=1",
                           "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                           "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31",
                           "FREQ=DAILY;COUNT=0",
                           "FREQ=DAILY;COUNT=1001",
                           "FREQ=DAILY;COUNT=2;UNTIL=20261231",
                           "FREQ=DAILY;UNTIL=20260230",
                           "FREQ=DAILY;UNTIL=tomorrow",
                           "FREQ=DAILY;BYHOUR=9,17",
                           "FREQ=DAILY;BYHOUR=24",
                           "FREQ=DAILY;BYMINUTE=60",
                           "FREQ=DAILY;BYSECOND=1",
                           "FREQ=DAILY;RSCALE=CHINESE",
                           "FREQ=DAILY;WKST=XX",
                           "FREQ=DAILY;X=1",
                           "FREQ=DAILY;=",
                           "FREQ=DAILY;;X"}) {
    const auto read = read_rule(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().code, Code::Invalid);
    EXPECT_FALSE(read.error().for_member.empty()) << text;
  }
  EXPECT_FALSE(read_rule("FREQ=WEEKLY;BYDAY=" + std::string(500, 'M')).has_value());
}

std::string dates(const char* rule, LocalDate start, LocalDate from, LocalDate last, int most = 6) {
  std::string text;
  Dates series(read_rule(rule).value().rule, start, from, last);
  for (int i = 0; i < most; ++i) {
    const auto date = series.next();
    if (!date) break;
    text += (text.empty() ? "" : " ") + date->str();
  }
  return text;
}

TEST(Dates, KeepThePhaseOfTheSeries) {
  const LocalDate last{2027, 12, 31};
  // The week of the start counts, whether or not the day itself still lies in it.
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", {2026, 3, 4}, {2026, 3, 4}, last, 2), "2026-03-17 2026-03-31");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", {2010, 7, 8}, {2019, 6, 15}, last, 2), "2019-06-30 2019-07-21");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", {2026, 3, 4}, {2026, 3, 4}, last, 2), "2026-03-15 2026-03-29");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", {2026, 3, 4}, {2026, 3, 4}, last, 2), "2026-03-08 2026-03-22");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", {2016, 1, 8}, {2026, 3, 1}, last, 3), "2026-03-02 2026-03-06 2026-03-16");
  EXPECT_EQ(dates("FREQ=DAILY;INTERVAL=3", {2016, 1, 1}, {2026, 3, 1}, last, 2), "2026-03-03 2026-03-06");
  EXPECT_EQ(dates("FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", {2016, 1, 4}, {2026, 11, 24}, last, 2), "2026-11-30 2027-04-30");
}

TEST(Dates, KnowLeapDaysFifthWeeksAndMonthEnds) {
  EXPECT_EQ(dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", {2023, 1, 1}, {2023, 1, 1}, {2033, 1, 1}),
            "2024-02-29 2028-02-29 2032-02-29");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYMONTHDAY=31", {2026, 1, 1}, {2026, 1, 1}, {2026, 12, 31}),
            "2026-01-31 2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=5FR", {2026, 1, 1}, {2026, 1, 1}, {2026, 12, 31}),
            "2026-01-30 2026-05-29 2026-07-31 2026-10-30");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=-1FR", {2026, 1, 1}, {2026, 1, 1}, {2026, 4, 30}),
            "2026-01-30 2026-02-27 2026-03-27 2026-04-24");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYMONTHDAY=-1", {2027, 12, 1}, {2027, 12, 1}, {2028, 3, 1}), "2027-12-31 2028-01-31 2028-02-29");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", {2026, 7, 15}, {2026, 7, 15}, {2026, 12, 31}, 3),
            "2026-08-03 2026-09-01 2026-10-01");
  EXPECT_EQ(dates("FREQ=YEARLY;BYYEARDAY=366,-1", {2027, 1, 1}, {2027, 1, 1}, {2029, 12, 31}),
            "2027-12-31 2028-12-31 2029-12-31");
  EXPECT_EQ(dates("FREQ=WEEKLY;BYDAY=TH", {2026, 12, 28}, {2026, 12, 28}, {2027, 1, 10}), "2026-12-31 2027-01-07");
}

TEST(Dates, TakeFromTheStartWhatTheRuleLeavesOpen) {
  EXPECT_EQ(dates("FREQ=WEEKLY", {2026, 3, 4}, {2026, 3, 4}, {2026, 3, 20}), "2026-03-04 2026-03-11 2026-03-18");
  EXPECT_EQ(dates("FREQ=MONTHLY", {2026, 1, 31}, {2026, 2, 1}, {2026, 5, 31}), "2026-03-31 2026-05-31");
  EXPECT_EQ(dates("FREQ=YEARLY", {2024, 2, 29}, {2025, 1, 1}, {2029, 1, 1}), "2028-02-29");
  EXPECT_EQ(dates("FREQ=YEARLY;BYMONTH=3", {2024, 5, 8}, {2024, 5, 8}, {2026, 12, 31}), "2025-03-08 2026-03-08");
}

TEST(Dates, CountFromTheStartNotFromWhereWeLook) {
  EXPECT_EQ(dates("FREQ=WEEKLY;COUNT=3;BYDAY=TU", {2026, 3, 4}, {2026, 3, 20}, {2026, 12, 31}), "2026-03-24");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=2;COUNT=2;BYDAY=SU", {2026, 3, 4}, {2026, 1, 1}, {2026, 12, 31}),
            "2026-03-08 2026-03-22");
  EXPECT_EQ(dates("FREQ=DAILY;COUNT=1", {2026, 3, 4}, {2026, 3, 5}, {2026, 12, 31}), "");
}

TEST(Dates, EndWhereTheyAreTold) {
  EXPECT_EQ(dates("FREQ=DAILY", {2026, 3, 4}, {2026, 3, 4}, {2026, 3, 5}), "2026-03-04 2026-03-05");
  EXPECT_EQ(dates("FREQ=DAILY", {2026, 3, 4}, {2026, 3, 4}, {2026, 3, 3}), "");
  EXPECT_EQ(dates("FREQ=DAILY", {2026, 3, 4}, {2026, 2, 1}, {2026, 3, 3}), "");
}

TEST(Dates, KeepToTheStandardWhereALibraryDidNot) {
  // Of every month, not of the month of the start; of every second year, all of its months.
  EXPECT_EQ(dates("FREQ=YEARLY;BYMONTHDAY=8", {2030, 10, 31}, {2030, 10, 31}, {2031, 2, 28}, 3),
            "2030-11-08 2030-12-08 2031-01-08");
  EXPECT_EQ(dates("FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=6", {2036, 11, 17}, {2036, 11, 17}, {2039, 12, 31}, 2),
            "2036-12-06 2038-01-06");
  EXPECT_EQ(dates("FREQ=WEEKLY;INTERVAL=3;BYMONTH=8,12;BYDAY=MO,FR;WKST=SA", {2035, 12, 27}, {2036, 12, 20}, {2037, 12, 31}, 1),
            "2037-08-03");
  EXPECT_EQ(dates("FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1", {2026, 1, 1}, {2026, 1, 1}, {2026, 12, 31}, 3),
            "2026-01-01 2026-04-01 2026-05-01");
  // Two positions that fall on one date are one date, and counted once.
  EXPECT_EQ(dates("FREQ=MONTHLY;COUNT=2;BYDAY=FR;BYSETPOS=-2,3", {2030, 9, 16}, {2030, 9, 16}, {2040, 12, 31}),
            "2030-09-20 2030-10-18");
}

TEST(Dates, GiveUpOnARuleThatNeverComes) {
  // The phase meets May in no year.
  EXPECT_EQ(dates("FREQ=MONTHLY;INTERVAL=12;BYMONTH=5;BYDAY=1MO", {2026, 1, 1}, {2026, 1, 1}, {2036, 12, 31}), "");
  EXPECT_EQ(dates("FREQ=MONTHLY;BYMONTH=2;BYDAY=MO;BYSETPOS=5", {2026, 1, 1}, {2026, 1, 1}, {2036, 12, 31}), "");
}

}  // namespace
}  // namespace allybot::schedule
