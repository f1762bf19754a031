#include "bot/schedule/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "bot/core/text.h"
#include "bot/schedule/rule.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::schedule {
namespace {

constexpr LocalDate kTuesday{2026, 11, 24};

Vocabulary vocabulary() {
  static const std::map<std::string, std::string> topics = {{"credit", "credit"},
                                                            {"parental-leave", "parental-leave"},
                                                            {"parental leave", "parental-leave"},
                                                            {"men in tech", "men"},
                                                            {"give and take", "fairness"},
                                                            {"men", "men"},
                                                            {"fairness", "fairness"},
                                                            {"hiring", "hiring"}};
  return {{"tips", "myths", "resources", "stories"}, [](std::string_view words) -> std::optional<std::string> {
            const auto found = topics.find(fold_case(words));
            if (found == topics.end()) return std::nullopt;
            return found->second;
          }};
}

/// "FREQ=... 10:00 tips,myths about credit in Europe/Berlin until 2026-12-31", or "? why: part".
std::string read(std::string_view text, const LocalDate& today = kTuesday) {
  const auto words = read_plan_words(text, vocabulary(), today);
  if (!words) return "? " + words.error().why + ": " + words.error().part;
  char time[32];
  std::snprintf(time, sizeof time, " %02d:%02d", words->when.hour, words->when.minute);
  std::string told = words->when.rrule + time;
  if (!words->kinds.empty()) told += ' ' + join(words->kinds, ",");
  if (!words->topics.empty()) told += " about " + join(words->topics, ",");
  if (!words->zone.empty()) told += " in " + words->zone;
  if (words->until) told += " until " + words->until->str();
  return told;
}

std::string nearest(std::string_view text) {
  const auto words = read_plan_words(text, vocabulary(), kTuesday);
  return words ? "understood" : join(words.error().nearest, " | ");
}

struct Row {
  const char* text;
  const char* expected;
};

TEST(Words, SayTheDaysAndTheTime) {
  const Row rows[] = {
      {"weekdays 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"every weekday at 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"working days 9.30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"Mon-Fri 09:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"Mon\xE2\x80\x93"
       "Fri 09:30",
       "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"Monday to Friday, 09:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30"},
      {"weekends 11:00", "FREQ=WEEKLY;BYDAY=SA,SU 11:00"},
      {"every Tuesday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"Tuesdays at 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"10:00 every tuesday", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"TUESDAY 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"every Tuesday at 10", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"Tue & Thu 10:00", "FREQ=WEEKLY;BYDAY=TU,TH 10:00"},
      {"Tue/Thu 10:00", "FREQ=WEEKLY;BYDAY=TU,TH 10:00"},
      {"Mon, Wed and Fri 9am", "FREQ=WEEKLY;BYDAY=MO,WE,FR 09:00"},
      {"Mon, Wed, and Fri 9 a.m.", "FREQ=WEEKLY;BYDAY=MO,WE,FR 09:00"},
      {"Fri to Mon 9am", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU 09:00"},
      {"every 2 weeks on Tue 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"every two weeks on Tue 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"every other Tuesday 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"every second Tuesday 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"every 2nd Tuesday 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"fortnightly on Tuesday 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 10:00"},
      {"Tuesdays every 3 weeks 10:00", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU 10:00"},
      {"weekly on Tuesday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"once a week on Friday 10:00", "FREQ=WEEKLY;BYDAY=FR 10:00"},
      {"weekly 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"every week at noon", "FREQ=WEEKLY;BYDAY=TU 12:00"},
      {"daily 16:45", "FREQ=DAILY 16:45"},
      {"every day at noon", "FREQ=DAILY 12:00"},
      {"daily midnight", "FREQ=DAILY 00:00"},
      {"every other day 16:45", "FREQ=DAILY;INTERVAL=2 16:45"},
      {"every 3 days 16:45", "FREQ=DAILY;INTERVAL=3 16:45"},
      {"first Monday 2pm", "FREQ=MONTHLY;BYDAY=1MO 14:00"},
      {"first Monday of the month 2 pm", "FREQ=MONTHLY;BYDAY=1MO 14:00"},
      {"every first Monday 2pm", "FREQ=MONTHLY;BYDAY=1MO 14:00"},
      {"monthly on the first Monday 2pm", "FREQ=MONTHLY;BYDAY=1MO 14:00"},
      {"first and third Tuesday 14h", "FREQ=MONTHLY;BYDAY=1TU,3TU 14:00"},
      {"every 1st and 3rd Tuesday 14h30", "FREQ=MONTHLY;BYDAY=1TU,3TU 14:30"},
      {"every second Tuesday of the month 10:00", "FREQ=MONTHLY;BYDAY=2TU 10:00"},
      {"third Tuesday of every month 10:00", "FREQ=MONTHLY;BYDAY=3TU 10:00"},
      {"first Monday of every other month 10:00", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO 10:00"},
      {"last Friday of the month 16:00", "FREQ=MONTHLY;BYDAY=-1FR 16:00"},
      {"second to last Friday of the month 16:00", "FREQ=MONTHLY;BYDAY=-2FR 16:00"},
      {"first Monday and last Friday 9:00", "FREQ=MONTHLY;BYDAY=-1FR,1MO 09:00"},
      {"last working day of the month 16:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 16:00"},
      {"monthly on the 15th 9:00", "FREQ=MONTHLY;BYMONTHDAY=15 09:00"},
      {"on the 1st and 15th at 9:00", "FREQ=MONTHLY;BYMONTHDAY=1,15 09:00"},
      {"monthly on the first 9:00", "FREQ=MONTHLY;BYMONTHDAY=1 09:00"},
      {"day 31 9:00", "FREQ=MONTHLY;BYMONTHDAY=31 09:00"},
      {"last day of the month 9:00", "FREQ=MONTHLY;BYMONTHDAY=-1 09:00"},
      {"every 3 months on the 15th 9:00", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15 09:00"},
      {"quarterly on the 1st 9:00", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1 09:00"},
      {"monthly 9:00", "FREQ=MONTHLY;BYMONTHDAY=24 09:00"},
      {"every year on 8 March 10:00", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8 10:00"},
      {"every March 8 10:00", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8 10:00"},
      {"8th of March at 10:00", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8 10:00"},
      {"every 2 years on 8 March 10:00", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=8 10:00"},
      {"every Tuesday in October 10:00", "FREQ=WEEKLY;BYMONTH=10;BYDAY=TU 10:00"},
      {"first Monday of March and October 10:00", "FREQ=MONTHLY;BYMONTH=3,10;BYDAY=1MO 10:00"},
      {"every Tuesday at 10:00, 6 times", "FREQ=WEEKLY;COUNT=6;BYDAY=TU 10:00"},
      {"daily 0930", "FREQ=DAILY 09:30"},
      {"daily at 12am", "FREQ=DAILY 00:00"},
      {"daily at 12pm", "FREQ=DAILY 12:00"},
      {"daily at 14", "FREQ=DAILY 14:00"},
      {"daily at 8 o'clock", "FREQ=DAILY 08:00"},
      {"daily at 8 o\xE2\x80\x99"
       "clock",
       "FREQ=DAILY 08:00"},
      {"daily 02:30", "FREQ=DAILY 02:30"},
      {"RRULE:FREQ=WEEKLY;BYDAY=TU,TH 10:00", "FREQ=WEEKLY;BYDAY=TU,TH 10:00"},
      {"rrule:freq=weekly;byday=tu at 2pm", "FREQ=WEEKLY;BYDAY=TU 14:00"},
      {"FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=15", "FREQ=WEEKLY;BYDAY=TU 09:15"},
      {"RRULE:FREQ=WEEKLY 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00"},
      {"RRULE:FREQ=DAILY;UNTIL=20261231T000000Z 10:00", "FREQ=DAILY 10:00 until 2026-12-31"},
  };
  for (const Row& row : rows) EXPECT_EQ(read(row.text), row.expected) << row.text;
}

TEST(Words, TakeTheDayOfTodayButNoWeekendThatWasNotSaid) {
  EXPECT_EQ(read("weekly 10:00", {2026, 11, 28}), "FREQ=WEEKLY;BYDAY=MO 10:00");
  EXPECT_EQ(read("weekly 10:00", {2026, 11, 27}), "FREQ=WEEKLY;BYDAY=FR 10:00");
}

TEST(Words, SayWhatToDrawFromWhereAndUntilWhen) {
  const Row rows[] = {
      {"every Tuesday 10:00 tips", "FREQ=WEEKLY;BYDAY=TU 10:00 tips"},
      {"one tip every Tuesday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00 tips"},
      {"every Tuesday 10:00 tips,myths", "FREQ=WEEKLY;BYDAY=TU 10:00 tips,myths"},
      {"every Tuesday 10:00 a tip and a myth", "FREQ=WEEKLY;BYDAY=TU 10:00 tips,myths"},
      {"please post a story every Tuesday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00 stories"},
      {"every Tuesday 10:00 about credit", "FREQ=WEEKLY;BYDAY=TU 10:00 about credit"},
      {"every Tuesday 10:00 tips about parental leave, credit", "FREQ=WEEKLY;BYDAY=TU 10:00 tips about parental-leave,credit"},
      {"every Tuesday 10:00 about parental leave and credit", "FREQ=WEEKLY;BYDAY=TU 10:00 about parental-leave,credit"},
      {"every Tuesday 10:00 about give and take", "FREQ=WEEKLY;BYDAY=TU 10:00 about fairness"},
      {"every Tuesday 10:00 about men in tech in Berlin", "FREQ=WEEKLY;BYDAY=TU 10:00 about men in Europe/Berlin"},
      {"about hiring, every Tuesday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00 about hiring"},
      {"every Tuesday 10:00 in Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU 10:00 in Europe/Berlin"},
      {"every Tuesday 10:00 in Berlin", "FREQ=WEEKLY;BYDAY=TU 10:00 in Europe/Berlin"},
      {"every Tuesday 10:00 in New York time", "FREQ=WEEKLY;BYDAY=TU 10:00 in America/New_York"},
      {"every Tuesday in New York at 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00 in America/New_York"},
      {"every Tuesday 10:00 Berlin time", "FREQ=WEEKLY;BYDAY=TU 10:00 in Europe/Berlin"},
      {"every Tuesday 10:00 CET", "FREQ=WEEKLY;BYDAY=TU 10:00 in CET"},
      {"every Tuesday 10:00 UTC tips", "FREQ=WEEKLY;BYDAY=TU 10:00 tips in UTC"},
      {"every Tuesday 10:00 until 2026-12-31", "FREQ=WEEKLY;BYDAY=TU 10:00 until 2026-12-31"},
      {"every Tuesday 10:00 until 31 Dec", "FREQ=WEEKLY;BYDAY=TU 10:00 until 2026-12-31"},
      {"every Tuesday 10:00 until Dec 31st, 2027", "FREQ=WEEKLY;BYDAY=TU 10:00 until 2027-12-31"},
      {"every Tuesday until Friday 10:00", "FREQ=WEEKLY;BYDAY=TU 10:00 until 2026-11-27"},
      {"every Tuesday 10:00 until the end of March in Berlin", "FREQ=WEEKLY;BYDAY=TU 10:00 in Europe/Berlin until 2027-03-31"},
      {"weekdays 9:30 tips,myths about credit in Asia/Kathmandu until 1 June",
       "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:30 tips,myths about credit in Asia/Kathmandu until 2027-06-01"},
  };
  for (const Row& row : rows) EXPECT_EQ(read(row.text), row.expected) << row.text;
}

TEST(Words, AreRefusedWithThePartThatWasNotUnderstood) {
  const Row rows[] = {
      {"", "? no-days: "},
      {"10:00", "? no-days: 10:00"},
      {"every Tuesday", "? no-time: every Tuesday"},
      {"every tuseday 10:00", "? unknown-words: tuseday"},
      {"tuseday 10:00", "? unknown-words: tuseday"},
      {"every Tuesday at 5", "? two-readings: at 5"},
      {"every third Tuesday 10:00", "? two-readings: every third Tuesday"},
      {"monthly on Tuesday 10:00", "? two-readings: monthly on Tuesday"},
      {"biweekly on Tuesday 10:00", "? two-readings: biweekly"},
      {"every other weekday 10:00", "? two-readings: every other weekday"},
      {"every 5 minutes", "? too-often: every 5 minutes"},
      {"hourly", "? too-often: hourly"},
      {"every hour tips", "? too-often: every hour"},
      {"RRULE:FREQ=SECONDLY 10:00", "? too-often: RRULE:FREQ=SECONDLY"},
      {"RRULE:FREQ=HOURLY;INTERVAL=2 10:00", "? too-often: RRULE:FREQ=HOURLY;INTERVAL=2"},
      {"RRULE:FREQ=YEARLY;BYWEEKNO=20 10:00", "? rule: RRULE:FREQ=YEARLY;BYWEEKNO=20"},
      {"RRULE:FREQ=DAILY every Tuesday 10:00", "? contradiction: every Tuesday"},
      {"every Tuesday 10:00 and 14:00", "? two-times: 14:00"},
      {"every Tuesday at 25:00", "? unknown-words: 25:00"},
      {"every Tuesday 10:75", "? unknown-words: 10:75"},
      {"every 500 weeks on Tuesday 10:00", "? contradiction: every 500 weeks on Tuesday"},
      {"30 February 10:00", "? contradiction: 30 February"},
      {"daily weekly 10:00", "? contradiction: weekly"},
      {"every Tuesday on the 15th 10:00", "? contradiction: every Tuesday on the 15th"},
      {"every Tuesday 10:00 in Atlantis", "? unknown-zone: Atlantis"},
      {"every Tuesday 10:00 in EST", "? unknown-zone: EST"},
      {"every Tuesday 10:00 about unicorns", "? unknown-topic: unicorns"},
      {"every Tuesday 10:00 about", "? unknown-words: about"},
      {"every Tuesday 10:00 until", "? no-such-date: until"},
      {"every Tuesday 10:00 until 31 February", "? no-such-date: until 31 February"},
      {"every Tuesday 10:00 until 2020-01-01", "? past-date: until 2020-01-01"},
      {"every Tuesday 10:00 until 3/4/2027", "? no-such-date: until 3/4/2027"},
      {"every Tuesday 10:00 purple", "? unknown-words: purple"},
      {"8 March 2027", "? unknown-words: 2027"},
      {"two tips every Tuesday 10:00", "? unknown-words: two"},
  };
  for (const Row& row : rows) EXPECT_EQ(read(row.text), row.expected) << row.text;
  EXPECT_EQ(read(std::string(400, 'x')).substr(0, 10), "? too-long");
}

TEST(Words, AreAnsweredWithTheNearestReadings) {
  const Row rows[] = {
      {"every Tuesday", "every Tuesday at 10:00"},
      {"every Tuesday tips about credit in Berlin until Friday",
       "every Tuesday at 10:00 tips about credit in Europe/Berlin until 2026-11-27"},
      {"every tuseday 10:00", "every Tuesday at 10:00"},
      {"tuseday 9:30", "every Tuesday at 09:30"},
      {"every wensday at noon", "every Wednesday at 12:00 | weekdays at 12:00"},
      {"weekdas 9:30", "weekdays at 09:30"},
      {"every Tuesday 10:00 tipps", "every Tuesday at 10:00 tips | every Tuesday at 10:00"},
      {"every Tuesday at 5", "every Tuesday at 05:00 | every Tuesday at 17:00"},
      {"every third Tuesday 10:00", "every 3 weeks on Tuesday at 10:00 | on the third Tuesday of the month at 10:00"},
      {"monthly on Tuesday 10:00", "on the first Tuesday of the month at 10:00 | on the last Tuesday of the month at 10:00"},
      {"biweekly on Tuesday 10:00", "every second Tuesday at 10:00 | every Tuesday at 10:00"},
      {"every other weekday 10:00", "every 2 weeks on weekdays at 10:00 | weekdays at 10:00"},
      {"10:30", "weekdays at 10:30 | every Tuesday at 10:30 | daily at 10:30"},
      {"", "weekdays at 10:00 | every Tuesday at 10:00 | daily at 10:00"},
      {"every 5 minutes", "weekdays at 10:00 | every Tuesday at 10:00 | daily at 10:00"},
      {"every Tuesday 10:00 in Europe/Berlni", "every Tuesday at 10:00 in Europe/Berlin"},
      {"every Tuesday 10:00 in EST",
       "every Tuesday at 10:00 in America/New_York | every Tuesday at 10:00 in America/Panama | "
       "every Tuesday at 10:00 in Australia/Sydney"},
      {"every Tuesday 10:00 about unicorns", "every Tuesday at 10:00"},
      {"every Tuesday 10:00 until 2020-01-01", "every Tuesday at 10:00"},
  };
  for (const Row& row : rows) EXPECT_EQ(nearest(row.text), row.expected) << row.text;
}

TEST(Words, OfferOnlyReadingsThatAreUnderstood) {
  fakes::SeededRandom random(5);
  const char* words[] = {"every",  "other",  "tuseday", "Tuesday", "first", "of",     "the",  "month", "at",
                         "5",      "10:00",  "in",      "Berln",   "about", "credit", "pigs", "until", "31",
                         "Feb",    "and",    ",",       "daily",   "2",     "weeks",  "on",   "last",  "friday",
                         "hourly", "RRULE:", "FREQ=",   "tips",    "15th",  "every",  "noon", "pm",    "in"};
  std::size_t offered = 0, understood = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (std::uint64_t n = 1 + random.below(8); n > 0; --n) text += std::string(words[random.below(std::size(words))]) + ' ';
    const auto first = read_plan_words(text, vocabulary(), kTuesday);
    if (first) {
      ++understood;
      continue;
    }
    EXPECT_LE(first.error().nearest.size(), 3U);
    EXPECT_FALSE(first.error().why.empty());
    for (const std::string& reading : first.error().nearest) {
      EXPECT_TRUE(read_plan_words(reading, vocabulary(), kTuesday).has_value()) << text << " -> " << reading;
      ++offered;
    }
  }
  EXPECT_GT(offered, 1000U);
  EXPECT_GT(understood, 0U);
}

TEST(Words, SurviveWhateverBytesComeIn) {
  fakes::SeededRandom random(6);
  std::size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text = i % 2 == 0 ? "every Tuesday " : "";
    for (std::uint64_t n = random.below(40); n > 0; --n) text += static_cast<char>(random.below(256));
    const std::vector<char> exact(text.begin(), text.end());
    if (!read_plan_words(std::string_view(exact.data(), exact.size()), vocabulary(), kTuesday)) ++refused;
    static_cast<void>(read_date(std::string_view(exact.data(), exact.size()), kTuesday));
  }
  EXPECT_GT(refused, 2900U);
}

TEST(ToWords, SayWhatPeopleWouldSay) {
  const Row rows[] = {
      {"FREQ=WEEKLY;BYDAY=TU", "every Tuesday at 10:00"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second Tuesday at 10:00"},
      {"FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "every 3 weeks on Tuesday at 10:00"},
      {"FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday at 10:00"},
      {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays at 10:00"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "every 2 weeks on weekdays at 10:00"},
      {"FREQ=WEEKLY;BYDAY=SA,SU", "weekends at 10:00"},
      {"FREQ=DAILY", "daily at 10:00"},
      {"FREQ=DAILY;INTERVAL=2", "every second day at 10:00"},
      {"FREQ=MONTHLY;BYDAY=1MO", "on the first Monday of the month at 10:00"},
      {"FREQ=MONTHLY;BYDAY=1TU,3TU", "on the first and third Tuesday of the month at 10:00"},
      {"FREQ=MONTHLY;BYDAY=-1FR,1MO", "on the last Friday and first Monday of the month at 10:00"},
      {"FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "on the first Monday of every 3 months at 10:00"},
      {"FREQ=MONTHLY;BYMONTHDAY=-1,15", "on the 15th and last day of the month at 10:00"},
      {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "on the first weekday of the month at 10:00"},
      {"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "every year on 8 March at 10:00"},
      {"FREQ=WEEKLY;BYMONTH=10;BYDAY=TU", "every Tuesday in October at 10:00"},
      {"FREQ=WEEKLY;COUNT=6;BYDAY=TU", "every Tuesday at 10:00, 6 times"},
      {"FREQ=YEARLY;BYDAY=20MO", "RRULE:FREQ=YEARLY;BYDAY=20MO at 10:00"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU at 10:00"},
  };
  for (const Row& row : rows) EXPECT_EQ(to_words(When{row.text, 10, 0}), row.expected) << row.text;
}

TEST(ToWords, AreReadBackToTheSameRule) {
  fakes::SeededRandom random(7);
  const char* weekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto below = [&](std::uint64_t bound) { return static_cast<int>(random.below(bound)); };
  const auto list = [&](auto one) {
    std::string text;
    for (int n = 1 + below(4); n > 0; --n) text += (text.empty() ? "" : ",") + one();
    return text;
  };
  const auto weekday = [&] { return std::string(weekdays[below(7)]); };
  const auto nth_weekday = [&] {
    const int nth = below(7) - 2;
    return std::to_string(nth == 0 ? 5 : nth) + weekday();
  };
  const auto month_day = [&] { return std::to_string(below(5) == 0 ? -1 - below(3) : 1 + below(31)); };
  const auto month = [&] { return std::to_string(1 + below(12)); };
  std::size_t in_words = 0, checked = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    switch (below(7)) {
      case 0: text = "FREQ=DAILY"; break;
      case 1: text = "FREQ=WEEKLY;BYDAY=" + list(weekday); break;
      case 2: text = "FREQ=MONTHLY;BYDAY=" + list(nth_weekday); break;
      case 3: text = "FREQ=MONTHLY;BYMONTHDAY=" + list(month_day); break;
      case 4: text = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=" + std::to_string(1 + below(5)); break;
      case 5: text = "FREQ=YEARLY;BYMONTH=" + month() + ";BYMONTHDAY=" + month_day(); break;
      default: text = "FREQ=YEARLY;BYDAY=" + list(nth_weekday); break;
    }
    if (below(2) == 0) text += ";INTERVAL=" + std::to_string(1 + below(9));
    if (below(4) == 0 && text.find("BYMONTH=") == std::string::npos) text += ";BYMONTH=" + list(month);
    if (below(6) == 0) text += ";COUNT=" + std::to_string(1 + below(40));
    if (below(9) == 0) text += ";WKST=SU";
    const auto rule = read_rule(text);
    if (!rule) continue;
    const When when{to_text(rule->rule), below(24), below(60)};
    const std::string words = to_words(when);
    const auto again = read_plan_words(words, vocabulary(), kTuesday);
    ASSERT_TRUE(again.has_value()) << text << " -> " << words << " -> " << again.error().why << ": " << again.error().part;
    EXPECT_EQ(again->when.rrule, when.rrule) << words;
    EXPECT_EQ(again->when.hour, when.hour) << words;
    EXPECT_EQ(again->when.minute, when.minute) << words;
    EXPECT_EQ(to_words(again->when), words);
    ++checked;
    if (words.rfind("RRULE:", 0) != 0) ++in_words;
  }
  EXPECT_GT(checked, 3000U);
  EXPECT_GT(in_words, checked / 2);
}

TEST(ToWords, SayAWholePlan) {
  PlanWords plan{{"FREQ=WEEKLY;BYDAY=TU", 10, 0}, {"tips", "myths"}, {"credit"}, "Europe/Berlin", LocalDate{2026, 12, 31}};
  const std::string words = to_words(plan);
  EXPECT_EQ(words, "every Tuesday at 10:00 tips, myths about credit in Europe/Berlin until 2026-12-31");
  const auto again = read_plan_words(words, vocabulary(), kTuesday);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->kinds, plan.kinds);
  EXPECT_EQ(again->topics, plan.topics);
  EXPECT_EQ(again->zone, plan.zone);
  EXPECT_EQ(again->until, plan.until);
}

TEST(ReadDate, UnderstandsWhatPeopleWrite) {
  const Row rows[] = {
      {"2026-12-31", "2026-12-31"},
      {"2020-01-01", "2020-01-01"},
      {"31 Dec", "2026-12-31"},
      {"31 December", "2026-12-31"},
      {"31st of December", "2026-12-31"},
      {"Dec 31", "2026-12-31"},
      {"December 31st, 2027", "2027-12-31"},
      {"1 March", "2027-03-01"},
      {"24 Nov", "2026-11-24"},
      {"23 Nov", "2027-11-23"},
      {"29 Feb", "2028-02-29"},
      {"31.12.2026", "2026-12-31"},
      {"31.12.", "2026-12-31"},
      {"31/12/2026", "2026-12-31"},
      {"12/31/2026", "2026-12-31"},
      {"2026/12/31", "2026-12-31"},
      {"5/5/2027", "2027-05-05"},
      {"Friday", "2026-11-27"},
      {"Tuesday", "2026-12-01"},
      {"Monday", "2026-11-30"},
      {"next Friday", "2026-12-04"},
      {"next week", "2026-11-30"},
      {"next month", "2026-12-01"},
      {"today", "2026-11-24"},
      {"tomorrow", "2026-11-25"},
      {"in 3 days", "2026-11-27"},
      {"in two weeks", "2026-12-08"},
      {"in a week", "2026-12-01"},
      {"in 3 months", "2027-02-24"},
      {"the 15th", "2026-12-15"},
      {"30th", "2026-11-30"},
      {"end of the month", "2026-11-30"},
      {"the end of the year", "2026-12-31"},
      {"end of February", "2027-02-28"},
      {"end of Feb 2028", "2028-02-29"},
  };
  for (const Row& row : rows) {
    const auto date = read_date(row.text, kTuesday);
    EXPECT_EQ(date ? date->str() : "nothing", row.expected) << row.text;
  }
}

TEST(ReadDate, RefusesWhatIsNoDateOrTwo) {
  for (const char* text : {"", "soon", "31 February", "30.02.2027", "3/4/2026", "2026-13-01", "2026-02-30", "99", "Friday 13",
                           "today tomorrow", "next", "in weeks", "in 0 days", "end", "32nd", "31st 31st", "1 Jan 20261"})
    EXPECT_FALSE(read_date(text, kTuesday).has_value()) << text;
  EXPECT_FALSE(read_date(std::string(2000, '1'), kTuesday).has_value());
}

TEST(ReadDate, ClampsToTheEndOfAShorterMonth) { EXPECT_EQ(read_date("in 1 month", LocalDate{2027, 1, 31})->str(), "2027-02-28"); }

}  // namespace
}  // namespace allybot::schedule
