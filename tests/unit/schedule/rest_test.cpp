// Days off, blackout spans, quiet hours, and what happens after downtime.
#include "bot/schedule/rest.h"

#include <gtest/gtest.h>

#include "bot/schedule/due.h"
#include "bot/schedule/rest_words.h"
#include "bot/schedule/words.h"
#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

/// A country with Easter 2026, and one with its weekend on Friday and Saturday.
class SomeDays final : public Almanac {
 public:
  bool is_weekend(const std::string& region, int weekday) const override {
    return region == "EG" ? weekday == 5 || weekday == 6 : weekday >= 6;
  }
  std::string holiday(const std::string& region, const LocalDate& date) const override {
    if (region != "DE") return {};
    if (date == LocalDate{2026, 4, 3}) return "Good Friday";
    if (date == LocalDate{2026, 4, 6}) return "Easter Monday";
    return {};
  }
};
const SomeDays kDays;

/// "03T09 04T09! weekend": day and hour as posted, "!" and why where not; "<" before what was moved.
std::string week(store::Plan plan, const char* after, const char* upto) {
  std::string text;
  const auto found = occurrences(plan, utc(after), utc(upto), 100, kDays);
  if (!found) return found.error().for_log;
  for (const Occurrence& one : *found) {
    if (!text.empty()) text += ' ';
    if (one.post && one.local != one.nominal) text += '<';
    text += one.local.str().substr(8);
    if (!one.post) text += '!';
    if (!one.reason.empty()) text += one.reason;
  }
  return text;
}
store::Plan daily(const char* days_off, const char* region = "DE") {
  store::Plan plan = plan_of("FREQ=DAILY", "2026-03-01T09:00", "Europe/Berlin");
  plan.days_off = days_off;
  plan.surroundings.region = region;
  return plan;
}

// Thursday 2 April to Tuesday 7 April 2026: Good Friday, a weekend, Easter Monday.
constexpr char kFrom[] = "2026-04-02T00:00:00Z", kUpto[] = "2026-04-07T12:00:00Z";

TEST(DaysOffOfPlans, AreNobodysUnlessThePlanSaysSo) {
  EXPECT_EQ(week(daily(""), kFrom, kUpto), "02T09:00 03T09:00 04T09:00 05T09:00 06T09:00 07T09:00");
}

TEST(DaysOffOfPlans, AreSkipped) {
  EXPECT_EQ(week(daily("skip holidays"), kFrom, kUpto), "02T09:00 03T09:00!holiday 04T09:00 05T09:00 06T09:00!holiday 07T09:00");
  EXPECT_EQ(week(daily("skip days-off"), kFrom, kUpto),
            "02T09:00 03T09:00!holiday 04T09:00!weekend 05T09:00!weekend 06T09:00!holiday 07T09:00");
  EXPECT_EQ(week(daily("skip days-off", "EG"), kFrom, kUpto),
            "02T09:00 03T09:00!weekend 04T09:00!weekend 05T09:00 06T09:00 07T09:00");
  EXPECT_EQ(week(daily("skip holidays", ""), kFrom, kUpto), "02T09:00 03T09:00 04T09:00 05T09:00 06T09:00 07T09:00");
}

TEST(DaysOffOfPlans, NameTheHoliday) {
  const auto found =
      occurrences(daily("skip holidays"), utc("2026-04-03T00:00:00Z"), utc("2026-04-03T12:00:00Z"), 5, kDays).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].note, "Good Friday");
}

TEST(DaysOffOfPlans, MoveToAWorkingDayAndAreNotDoubledThere) {
  // A daily plan posts on the working day anyway.
  EXPECT_EQ(week(daily("after holidays"), kFrom, kUpto), "02T09:00 03T09:00!doubled 04T09:00 05T09:00 06T09:00!doubled 07T09:00");
  store::Plan friday = plan_of("FREQ=WEEKLY;BYDAY=FR", "2026-03-01T09:00", "Europe/Berlin");
  friday.surroundings.region = "DE";
  friday.days_off = "after holidays";
  EXPECT_EQ(week(friday, kFrom, kUpto), "<07T09:00holiday") << "over the weekend and Easter Monday";
  friday.days_off = "before holidays";
  EXPECT_EQ(week(friday, kFrom, kUpto), "<02T09:00holiday");
  // Two dates that fall on one day: the nearer one is posted.
  store::Plan both = plan_of("FREQ=WEEKLY;BYDAY=FR,MO", "2026-03-01T09:00", "Europe/Berlin");
  both.surroundings.region = "DE";
  both.days_off = "after holidays";
  EXPECT_EQ(week(both, kFrom, kUpto), "03T09:00!doubled <07T09:00holiday");
  both.days_off = "before holidays";
  EXPECT_EQ(week(both, "2026-04-01T00:00:00Z", kUpto), "<02T09:00holiday 06T09:00!doubled");
}

TEST(DaysOffOfPlans, KeepTheirKeyWhenTheyMove) {
  store::Plan friday = plan_of("FREQ=WEEKLY;BYDAY=FR", "2026-03-01T09:00", "Europe/Berlin");
  friday.surroundings.region = "DE";
  friday.days_off = "before holidays";
  const auto next = next_occurrence(friday, utc("2026-03-28T00:00:00Z"), kDays).value();
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->local.str(), "2026-04-02T09:00");
  EXPECT_EQ(next->key(friday), "slack/T1/p3@2026-04-03T09:00");
  // What was posted a day early is not found again on its own day, and what is due is found from its nominal time.
  ASSERT_TRUE(schedule_next(friday, utc("2026-03-28T00:00:00Z"), kDays).has_value());
  EXPECT_EQ(friday.next_local, "2026-04-03T09:00");
  EXPECT_EQ(*friday.next_at, utc("2026-04-02T07:00:00Z"));
  EXPECT_EQ(come_due(friday, utc("2026-04-02T07:00:00Z"), 10, kDays)->size(), 1U);
  ASSERT_TRUE(schedule_next(friday, utc("2026-04-02T07:00:00Z"), kDays).has_value());
  EXPECT_EQ(friday.next_local, "2026-04-10T09:00");
}

TEST(DaysOffOfPlans, AreRefusedWhenTheyCannotBeRead) {
  EXPECT_EQ(week(daily("sometimes"), kFrom, kUpto), "not a rule for days off");
  for (const char* text : {"skip", "skip weekends", "before  holidays", "holidays", "skip holidays now"})
    EXPECT_FALSE(OnDayOff::read(text).has_value()) << text;
}

TEST(BlackoutSpans, KeepEverythingBackBothEndsIncluded) {
  store::Plan plan = daily("");
  plan.surroundings.blackouts = "2026-04-03/2026-04-04 2026-04-06/2026-04-06";
  EXPECT_EQ(week(plan, kFrom, kUpto), "02T09:00 03T09:00!blackout 04T09:00!blackout 05T09:00 06T09:00!blackout 07T09:00");
  plan = plan_of("FREQ=WEEKLY;BYDAY=FR", "2026-03-01T09:00", "Europe/Berlin");
  plan.surroundings = {"DE", "", "", "2026-04-07/2026-04-08"};
  plan.days_off = "after holidays";
  EXPECT_EQ(week(plan, kFrom, "2026-04-09T12:00:00Z"), "<09T09:00holiday") << "nothing moves into one";
}

TEST(Quiet, WaitsForItsEnd) {
  store::Plan plan = plan_of("FREQ=DAILY", "2026-03-01T21:30", "Europe/Berlin");
  plan.surroundings.quiet = "20:00-08:00";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-04T12:00:00Z"), "<03T08:00quiet-hours <04T08:00quiet-hours");
  plan.surroundings.quiet = "21:00-22:15";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "<02T22:15quiet-hours");
  plan.surroundings.quiet = "20:00-21:30";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "02T21:30") << "its end is not quiet";
  plan.surroundings.quiet = "nonsense";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "02T21:30") << "what cannot be read is not set";
}

TEST(Quiet, HoldsFromItsFirstMinuteToBeforeItsLast) {
  const auto held = [](const char* hours) {
    std::string times;
    for (const auto& [hour, minute] : {std::pair{7, 59}, {8, 0}, {12, 0}, {19, 59}, {20, 0}, {23, 59}, {0, 0}})
      if (QuietHours::read(hours)->holds({{2026, 11, 24}, hour, minute})) times += std::to_string(hour * 100 + minute) + ' ';
    return times;
  };
  EXPECT_EQ(held("08:00-20:00"), "800 1200 1959 ");
  EXPECT_EQ(held("20:00-08:00"), "759 2000 2359 0 ");
  EXPECT_EQ(QuietHours::read("08:00-20:00")->end_after({{2026, 11, 24}, 12, 0}).str(), "2026-11-24T20:00");
  EXPECT_EQ(QuietHours::read("20:00-08:00")->end_after({{2026, 11, 24}, 20, 0}).str(), "2026-11-25T08:00");
  EXPECT_EQ(QuietHours::read("20:00-08:00")->end_after({{2026, 11, 24}, 7, 0}).str(), "2026-11-24T08:00");
}

TEST(Quiet, IsKeptInOneFormAlone) {
  EXPECT_FALSE(QuietHours::read("")->any());
  EXPECT_EQ(QuietHours::read("")->str(), "");
  for (const char* text : {"24:00-08:00", "20:60-08:00", "2000x-08:00", "20.00-08:00", "020:00-08:00", "20:00", "20:00-20:00",
                           "20:00-08:00-09:00", "20:00-8:00", "-"})
    EXPECT_FALSE(QuietHours::read(text).has_value()) << text;
  EXPECT_TRUE(read_spans("")->empty());
  for (const char* text :
       {"2026-12-21", "2026-12-21/2026-12-20", "x/2026-12-21", "2026-12-21/x", "2026-12-21/2027-01-03/2027-01-04"})
    EXPECT_FALSE(read_spans(text).has_value()) << text;
  EXPECT_EQ(read_spans("2026-12-21/2026-12-21")->size(), 1U);
  for (const char* text : {"twice", "grace", " "}) EXPECT_FALSE(read_late(text).has_value()) << text;
  for (const char* text : {"instead holidays", "skip", "skip weekends", "skip holidays now"})
    EXPECT_FALSE(OnDayOff::read(text).has_value()) << text;
}

TEST(Quiet, IsThatOfTheChannelsZone) {
  store::Plan plan = plan_of("FREQ=DAILY", "2026-03-01T16:00", "America/New_York");
  plan.surroundings = {"", "Europe/Berlin", "20:00-08:00", ""};
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "<03T02:00quiet-hours") << "8:00 in Berlin";
}

TEST(Quiet, DoesNotPostOnADayOffThatThePlanMinds) {
  store::Plan plan = plan_of("FREQ=WEEKLY;BYDAY=TH", "2026-03-01T21:00", "Europe/Berlin");
  plan.surroundings = {"DE", "", "20:00-08:00", ""};
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "<03T08:00quiet-hours");
  plan.days_off = "skip holidays";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "02T21:00!quiet-hours");
  plan.days_off.clear();
  plan.surroundings.blackouts = "2026-04-03/2026-04-03";
  EXPECT_EQ(week(plan, "2026-04-02T12:00:00Z", "2026-04-03T12:00:00Z"), "02T21:00!quiet-hours");
}

TEST(Quiet, IsReadAndSaidBack) {
  for (const auto& [typed, kept] :
       std::initializer_list<std::pair<const char*, const char*>>{{"20:00-8:00", "20:00-08:00"},
                                                                  {"8pm to 7:30 am", "20:00-07:30"},
                                                                  {"20 - 8", "20:00-08:00"},
                                                                  {"22:00 until 24", "22:00-00:00"},
                                                                  {"20 - 7", "20:00-07:00"},
                                                                  {"8pm-7am", "20:00-07:00"},
                                                                  {"half past nine in the evening to 7", "21:30-07:00"},
                                                                  {"from 8 pm to half past seven", "20:00-07:30"},
                                                                  {"quarter to ten at night until midnight", "21:45-00:00"},
                                                                  {"twenty-two to six", "22:00-06:00"}}) {
    const auto read = read_quiet_words(typed);
    ASSERT_EQ(read.size(), 1U) << typed;
    EXPECT_EQ(read[0].str(), kept);
    EXPECT_EQ(QuietHours::read(kept)->str(), kept);
  }
  for (const char* typed : {"", "8", "8-8", "8-9-10", "25-3", "late", "8:00-", "8:00 9:00"})
    EXPECT_TRUE(read_quiet_words(typed).empty()) << typed;
  for (const char* kept : {"8:00-9:00", "20:00", "20:00-20:00", "24:00-08:00", "20:00-08:60"})
    EXPECT_FALSE(QuietHours::read(kept).has_value()) << kept;
}

TEST(Quiet, OffersWhatAnHourInWordsMayMean) {
  const auto readings = [](const char* typed) {
    std::string all;
    for (const QuietHours& one : read_quiet_words(typed)) all += one.str() + ' ';
    return all;
  };
  EXPECT_EQ(readings("half past nine to half past seven"), "09:30-19:30 21:30-07:30 ");
  EXPECT_EQ(readings("half past nine to midnight"), "09:30-00:00 21:30-00:00 ");
  EXPECT_EQ(readings("one to two"), "01:00-02:00 01:00-14:00 13:00-02:00 13:00-14:00 ");
  for (const char* typed :
       {"half past", "half past nine", "half past nine to", "half past nine half past ten", "nine to nine pm o'clock x"})
    EXPECT_EQ(readings(typed), "") << typed;
}

TEST(BlackoutSpans, AreReadFromWords) {
  const LocalDate today{2026, 11, 24};
  EXPECT_EQ(to_text({read_span_words("21 Dec to 3 Jan", today).value()}), "2026-12-21/2027-01-03");
  EXPECT_EQ(to_text({read_span_words("2026-12-24", today).value()}), "2026-12-24/2026-12-24");
  EXPECT_EQ(to_text({read_span_words("tomorrow until Friday", today).value()}), "2026-11-25/2026-11-27");
  for (const char* typed : {"", "soon", "2026-11-01", "24 Dec to", "2026-12-24 to 2026-12-20", "24 Dec to 26 Dec please"})
    EXPECT_FALSE(read_span_words(typed, today).has_value()) << typed;
  EXPECT_FALSE(read_spans("2026-12-24").has_value());
  EXPECT_FALSE(read_spans("2026-12-24/2026-12-20").has_value());
}

std::string said(const char* typed, const std::vector<int>& workdays = {1, 2, 3, 4, 5}) {
  const Vocabulary vocabulary{{"tips"}, [](std::string_view) { return std::nullopt; }, workdays};
  const auto read = read_plan_words(typed, vocabulary, {2026, 11, 24});
  if (!read) return "? " + read.error().why;
  const std::string words = to_words(*read, workdays);
  const auto again = read_plan_words(words, vocabulary, {2026, 11, 24});
  EXPECT_TRUE(again && again->days_off.value_or("") == read->days_off.value_or("") && again->when.rrule == read->when.rrule)
      << words;
  return words;
}

TEST(WordsForDaysOff, AreUnderstoodAndSaidBack) {
  EXPECT_EQ(said("weekdays 9:30 skip holidays"), "weekdays at 09:30 skip holidays");
  EXPECT_EQ(said("every Tuesday 10:00 not on public holidays"), "every Tuesday at 10:00 skip holidays");
  EXPECT_EQ(said("15th 10:00, moved before days off"), "on the 15th of the month at 10:00 before days off");
  EXPECT_EQ(said("daily 10:00 except holidays and weekends"), "daily at 10:00 skip days off");
  EXPECT_EQ(said("every Friday 10:00 tips after a day off late once"), "every Friday at 10:00 tips after days off late once");
  EXPECT_EQ(said("every Friday 10:00 never late"), "every Friday at 10:00 never late");
  EXPECT_EQ(said("every Friday 10:00 also on holidays"), "every Friday at 10:00");
  EXPECT_EQ(said("once a week 10:00"), "every Tuesday at 10:00") << "once still says nothing";
  for (const char* typed : {"every Friday 10:00 skip", "every Friday 10:00 before", "every Friday 10:00 late",
                            "every Friday 10:00 never", "every Friday 10:00 skip holidays after holidays"})
    EXPECT_EQ(said(typed).substr(0, 1), "?") << typed;
}

TEST(WordsForDaysOff, TakeWeekdaysForTheRegionsWorkingDays) {
  EXPECT_EQ(said("weekdays 9:30", {1, 2, 3, 4, 7}), "weekdays at 09:30");
  EXPECT_EQ(said("Monday to Friday 9:30", {1, 2, 3, 4, 7}), "every Monday, Tuesday, Wednesday, Thursday and Friday at 09:30");
  EXPECT_EQ(said("weekends 9:30", {1, 2, 3, 4, 7}), "weekends at 09:30");
  EXPECT_EQ(said("first weekday 9:30", {1, 2, 3, 4, 7}), "on the first weekday of the month at 09:30");
  const Vocabulary egypt{{"tips"}, [](std::string_view) { return std::nullopt; }, {1, 2, 3, 4, 7}};
  EXPECT_EQ(read_plan_words("weekdays 9:30", egypt, {2026, 11, 24})->when.rrule, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU");
}

TEST(Rescheduling, KeepsWhatIsDueAndMovesTheRest) {
  store::Plan plan = plan_of("FREQ=WEEKLY;BYDAY=TU", "2026-03-01T21:00", "Europe/Berlin");
  ASSERT_TRUE(schedule_next(plan, utc("2026-04-01T00:00:00Z"), kDays).has_value());
  EXPECT_EQ(*plan.next_at, utc("2026-04-07T19:00:00Z"));
  EXPECT_FALSE(reschedule(plan, utc("2026-04-02T00:00:00Z"), kDays).value()) << "nothing changed";
  plan.surroundings.quiet = "20:00-08:00";
  EXPECT_TRUE(reschedule(plan, utc("2026-04-02T00:00:00Z"), kDays).value());
  EXPECT_EQ(*plan.next_at, utc("2026-04-08T06:00:00Z"));
  EXPECT_EQ(plan.next_local, "2026-04-07T21:00");
  plan.surroundings.quiet.clear();
  EXPECT_TRUE(reschedule(plan, utc("2026-04-07T20:00:00Z"), kDays).value()) << "due an hour ago by the new rule, and not claimed";
  EXPECT_EQ(*plan.next_at, utc("2026-04-07T19:00:00Z"));
}

}  // namespace
}  // namespace allybot::schedule
