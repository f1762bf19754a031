// Plans in four languages: what people type, and that all that is said back is read to the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "bot/schedule/rest_words.h"
#include "bot/schedule/rule.h"
#include "bot/schedule/words.h"
#include "tests/fakes/source_dir.h"

namespace allybot::schedule {
namespace {

constexpr LocalDate kToday{2026, 11, 24};  // a Tuesday

std::shared_ptr<const Wording> wording_of(const std::string& language) {
  std::ifstream file(fakes::source_dir() + "/content/" + language + "/phrases.yaml", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto made = make_wording(language, when_table(bytes));
  if (!made) return nullptr;
  made->kind_words = {{"tipps", "tips"}, {"consejos", "tips"}, {"conseils", "tips"}, {"conseil", "tips"}};
  return std::make_shared<const Wording>(std::move(*made));
}

Vocabulary vocabulary_in(const std::string& language) {
  Vocabulary vocabulary;
  vocabulary.kinds = {"tips", "myths"};
  vocabulary.topic = [](std::string_view words) -> std::optional<std::string> {
    if (words == "meetings" || words == "Meetings" || words == "reuniones") return "meetings";
    return std::nullopt;
  };
  vocabulary.wordings = {wording_of(language)};
  if (language != "en") vocabulary.wordings.push_back(wording_of("en"));
  return vocabulary;
}

struct Row {
  std::string language, typed, rrule, time;
};

std::vector<Row> rows() {
  std::ifstream file(fakes::source_dir() + "/tests/unit/schedule/languages.tsv");
  std::vector<Row> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    Row row;
    std::string* const parts[] = {&row.language, &row.typed, &row.rrule, &row.time};
    std::size_t at = 0;
    for (const char c : line) c == '\t' ? void(++at) : void(*parts[std::min<std::size_t>(at, 3)] += c);
    all.push_back(std::move(row));
  }
  return all;
}

std::string time_of(const When& when) {
  return (when.hour < 10 ? "0" : "") + std::to_string(when.hour) + (when.minute < 10 ? ":0" : ":") + std::to_string(when.minute);
}

TEST(Languages, HaveWordsForEverythingThatIsSaid) {
  for (const auto* language : {"en", "de", "es", "fr"}) EXPECT_NE(wording_of(language), nullptr) << language;
  EXPECT_FALSE(make_wording("xx", [](const std::string&) { return std::string(); }).has_value());
}

TEST(Languages, ReadWhatPeopleType) {
  std::map<std::string, int> counts;
  std::map<std::string, Vocabulary> vocabularies;
  for (const Row& row : rows()) {
    ++counts[row.language];
    if (vocabularies.count(row.language) == 0) vocabularies[row.language] = vocabulary_in(row.language);
    const auto read = read_plan_words(row.typed, vocabularies[row.language], kToday);
    if (!read) {
      ADD_FAILURE() << row.language << ": " << row.typed << ": " << read.error().why << ", " << read.error().part;
      continue;
    }
    EXPECT_EQ(read->when.rrule, row.rrule) << row.language << ": " << row.typed;
    EXPECT_EQ(time_of(read->when), row.time) << row.language << ": " << row.typed;
  }
  for (const auto* language : {"de", "es", "fr"}) EXPECT_GE(counts[language], 40) << language;
}

TEST(Languages, AskWhichHalfOfTheDayIsMeantAndTakeNoHourThatThereIsNot) {
  for (const auto& [language, typed, why, nearest] :
       std::initializer_list<std::tuple<const char*, const char*, const char*, const char*>>{
           {"en", "every Tuesday at half past two", "two-readings", "every Tuesday at 02:30|every Tuesday at 14:30"},
           {"en", "every Tuesday at quarter to one", "two-readings", "every Tuesday at 00:45|every Tuesday at 12:45"},
           {"de", "jeden Dienstag um halb eins", "two-readings", "jeden Dienstag um 0:30 Uhr|jeden Dienstag um 12:30 Uhr"},
           {"es", "cada martes a las cinco y media", "two-readings", "cada martes a las 5:30|cada martes a las 17:30"},
           {"fr", "chaque mardi \xC3\xA0 trois heures et quart", "two-readings",
            "chaque mardi \xC3\xA0 3 h 15|chaque mardi \xC3\xA0 15 h 15"},
           {"en", "every Tuesday at half past thirty", "unknown-words", ""},
           {"en", "every Tuesday at half past", "unknown-words", ""},
           {"de", "jeden Dienstag um halb Montag", "unknown-words", ""},
           {"en", "every Tuesday at half past nine at 10:00", "two-times", ""}}) {
    const auto read = read_plan_words(typed, vocabulary_in(language), kToday);
    ASSERT_FALSE(read.has_value()) << typed;
    EXPECT_EQ(read.error().why, why) << typed;
    std::string readings;
    for (const std::string& one : read.error().nearest) readings += (readings.empty() ? "" : "|") + one;
    if (*nearest != 0) {
      EXPECT_EQ(readings, nearest) << typed;
    }
  }
}

TEST(Languages, PassOverAPartOfAnHourThatIsWrittenWrong) {
  const auto bundled = when_table(english_phrases());
  const auto made = make_wording("xx", [&](const std::string& key) {
    return key == "word.clock-parts" ? "half past, odd = 30, * late = 60, * early = -soon, gone * = 5 = 6, sharp * = 15"
                                     : bundled(key);
  });
  ASSERT_TRUE(made.has_value());
  Vocabulary vocabulary;
  vocabulary.wordings = {std::make_shared<const Wording>(*made)};
  EXPECT_TRUE(read_plan_words("daily at sharp nine", vocabulary, kToday).has_value());
  for (const char* typed :
       {"daily at half past nine", "daily at odd nine", "daily at nine late", "daily at nine early", "daily at gone nine"})
    EXPECT_FALSE(read_plan_words(typed, vocabulary, kToday).has_value()) << typed;
}

/// A rule out of those that people make.
std::string random_rule(std::mt19937& random) {
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  static constexpr const char* kDays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto some_days = [&] {
    std::string days;
    for (const char* day : kDays)
      if (pick(0, 3) == 0) days += (days.empty() ? "" : ",") + std::string(day);
    return days.empty() ? std::string(kDays[pick(0, 6)]) : days;
  };
  const std::string interval = pick(0, 1) == 0 ? "" : ";INTERVAL=" + std::to_string(pick(2, 9));
  const std::string months = pick(0, 3) == 0 ? ";BYMONTH=" + std::to_string(pick(1, 6)) + "," + std::to_string(pick(7, 12)) : "";
  const std::string count = pick(0, 7) == 0 ? ";COUNT=" + std::to_string(pick(2, 20)) : "";
  switch (pick(0, 6)) {
    case 0: return "FREQ=DAILY" + interval + count;
    case 1: return "FREQ=WEEKLY" + interval + ";BYDAY=" + some_days() + months + count;
    case 2: return "FREQ=WEEKLY" + interval + ";BYDAY=MO,TU,WE,TH,FR" + count;
    case 3: {
      static constexpr const char* kNth[] = {"1", "2", "3", "4", "5", "-1", "-2"};
      const std::string day = kDays[pick(0, 6)];
      std::string days = kNth[pick(0, 2)] + day;
      if (pick(0, 1) == 0) days += "," + std::string(kNth[pick(3, 6)]) + (pick(0, 1) == 0 ? day : std::string(kDays[pick(0, 6)]));
      return "FREQ=MONTHLY" + interval + ";BYDAY=" + days + (interval.empty() ? months : "") + count;
    }
    case 4: {
      std::string days = std::to_string(pick(1, 15));
      if (pick(0, 1) == 0) days += pick(0, 1) == 0 ? ",-1" : "," + std::to_string(pick(16, 31));
      return "FREQ=MONTHLY" + interval + ";BYMONTHDAY=" + days + count;
    }
    case 5:
      return "FREQ=MONTHLY" + interval + ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=" + std::to_string(pick(0, 1) == 0 ? -1 : pick(1, 4));
    default:
      return "FREQ=YEARLY" + interval + ";BYMONTH=" + std::to_string(pick(1, 12)) + ";BYMONTHDAY=" + std::to_string(pick(1, 28)) +
             count;
  }
}

TEST(Languages, ReadAllThatTheySayBack) {
  for (const auto* language : {"en", "de", "es", "fr"}) {
    const Vocabulary vocabulary = vocabulary_in(language);
    std::mt19937 random(7);
    int raw = 0;
    for (int round = 0; round < 3000; ++round) {
      const auto typed = random_rule(random);
      const auto rule = read_rule(typed);
      ASSERT_TRUE(rule.has_value()) << typed << ": " << rule.error().for_log;
      PlanWords plan;
      plan.when = {to_text(rule->rule), std::uniform_int_distribution<int>(0, 23)(random),
                   std::uniform_int_distribution<int>(0, 59)(random)};
      if (round % 3 == 0) plan.kinds = {"tips"};
      if (round % 4 == 0) plan.topics = {"meetings"};
      if (round % 5 == 0) plan.zone = "Europe/Berlin";
      if (round % 6 == 0) plan.until = LocalDate{2027, 6, 30};
      static constexpr const char* kOff[] = {"skip holidays", "before holidays", "after holidays",
                                             "skip days-off", "before days-off", "after days-off"};
      if (round % 2 == 0) plan.days_off = kOff[(round / 2) % 6];
      if (round % 7 == 0) plan.late = round % 2 == 0 ? "once" : "never";
      const std::string words = to_words(plan, vocabulary.workdays, *vocabulary.wordings.front());
      raw += words.starts_with("RRULE:") ? 1 : 0;
      const auto again = read_plan_words(words, vocabulary, kToday);
      if (!again) {
        ADD_FAILURE() << language << ": " << words << ": " << again.error().why << ", " << again.error().part;
        if (testing::Test::HasFailure() && round > 200) break;
        continue;
      }
      EXPECT_EQ(again->when.rrule, plan.when.rrule) << language << ": " << words;
      EXPECT_EQ(time_of(again->when), time_of(plan.when)) << language << ": " << words;
      EXPECT_EQ(again->kinds, plan.kinds) << words;
      EXPECT_EQ(again->topics, plan.topics) << words;
      EXPECT_EQ(again->zone, plan.zone) << words;
      EXPECT_EQ(again->until, plan.until) << words;
      EXPECT_EQ(again->days_off, plan.days_off) << words;
      EXPECT_EQ(again->late, plan.late) << words;
    }
    EXPECT_LT(raw, 300) << language << ": most are said in words";
  }
}

TEST(Languages, SayPlansAsPeopleDo) {
  struct Said {
    const char* language;
    const char* rrule;
    const char* words;
  };
  for (const Said& one : {
           Said{"de", "FREQ=WEEKLY;BYDAY=TU,TH", "jeden Dienstag und Donnerstag um 10:30 Uhr"},
           Said{"de", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "jeden zweiten Dienstag um 10:30 Uhr"},
           Said{"de", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU", "alle 3 Wochen montags und dienstags um 10:30 Uhr"},
           Said{"de", "FREQ=MONTHLY;BYDAY=1MO", "am ersten Montag des Monats um 10:30 Uhr"},
           Said{"de", "FREQ=MONTHLY;BYMONTHDAY=1,15", "am 1. und 15. des Monats um 10:30 Uhr"},
           Said{"es", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
                "un s\xC3\xA1"
                "bado de cada dos a las 10:30"},
           Said{"es", "FREQ=MONTHLY;BYDAY=1MO,3MO", "el primer y el tercer lunes del mes a las 10:30"},
           Said{"es", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "entre semana a las 10:30"},
           Said{"fr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "un mardi sur deux \xC3\xA0 10 h 30"},
           Said{"fr", "FREQ=MONTHLY;BYMONTHDAY=1,15", "le 1er et le 15 du mois \xC3\xA0 10 h 30"},
           Said{"fr", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
                "chaque ann\xC3\xA9"
                "e le 8 mars \xC3\xA0 10 h 30"},
       })
    EXPECT_EQ(to_words(When{one.rrule, 10, 30}, {1, 2, 3, 4, 5}, *wording_of(one.language)), one.words);
}

TEST(Languages, SayOneOclockAsSpanishDoes) {
  const auto said = [](int hour) { return to_words(When{"FREQ=WEEKLY;BYDAY=TU", hour, 0}, {1, 2, 3, 4, 5}, *wording_of("es")); };
  EXPECT_EQ(said(1), "cada martes a la 1:00");
  EXPECT_EQ(said(13), "cada martes a las 13:00");
  const auto read = read_plan_words(said(1), vocabulary_in("es"), kToday);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->when.hour, 1);
  EXPECT_EQ(at_time("en los d\xC3\xAD"
                    "as",
                    1, 30, *wording_of("es")),
            "en los d\xC3\xAD"
            "as a la 1:30");
  EXPECT_EQ(clock_words(10, 0, *wording_of("fr")), "10 h 00");
  EXPECT_EQ(clock_words(9, 5, english()), "09:05");
}

TEST(Languages, ReadDates) {
  struct Typed {
    const char* language;
    const char* words;
    const char* date;
  };
  for (const Typed& one : {
           Typed{"de", "bis 31. Dezember", "2026-12-31"},
           Typed{"de", "bis zum 31.12.", "2026-12-31"},
           Typed{"de", "Freitag", "2026-11-27"},
           Typed{"de", "am Freitag", "2026-11-27"},
           Typed{"de",
                 "n\xC3\xA4"
                 "chsten Freitag",
                 "2026-12-04"},
           Typed{"de",
                 "n\xC3\xA4"
                 "chste Woche",
                 "2026-11-30"},
           Typed{"de", "morgen", "2026-11-25"},
           Typed{"de", "in zwei Wochen", "2026-12-08"},
           Typed{"de", "Ende des Monats", "2026-11-30"},
           Typed{"de", "3. Maerz 2027", "2027-03-03"},
           Typed{"es", "hasta el 31 de diciembre", "2026-12-31"},
           Typed{"es", "el viernes", "2026-11-27"},
           Typed{"es", "el pr\xC3\xB3ximo viernes", "2026-12-04"},
           Typed{"es", "la semana que viene", "2026-11-30"},
           Typed{"es",
                 "ma\xC3\xB1"
                 "ana",
                 "2026-11-25"},
           Typed{"es", "en 2 semanas", "2026-12-08"},
           Typed{"es", "fin de mes", "2026-11-30"},
           Typed{"es", "3 de marzo de 2027", "2027-03-03"},
           Typed{"fr",
                 "jusqu'au 31 d\xC3\xA9"
                 "cembre",
                 "2026-12-31"},
           Typed{"fr",
                 "jusqu\xE2\x80\x99"
                 "au 31 decembre",
                 "2026-12-31"},
           Typed{"fr", "vendredi", "2026-11-27"},
           Typed{"fr", "vendredi prochain", "2026-12-04"},
           Typed{"fr", "la semaine prochaine", "2026-11-30"},
           Typed{"fr", "demain", "2026-11-25"},
           Typed{"fr", "dans deux semaines", "2026-12-08"},
           Typed{"fr", "la fin du mois", "2026-11-30"},
           Typed{"fr", "1er janvier", "2027-01-01"},
           Typed{"fr", "next Friday", "2026-12-04"},
       }) {
    const auto date = read_date(one.words, kToday, vocabulary_in(one.language).wordings);
    EXPECT_EQ(date ? date->str() : "nothing", one.date) << one.language << ": " << one.words;
  }
  EXPECT_FALSE(read_date("Freitag", kToday, vocabulary_in("fr").wordings).has_value()) << "not a word of the reader's";
}

TEST(Languages, ReadQuietHoursAndSpans) {
  for (const auto& [language, words] : {std::pair{"de", "20 Uhr bis 8 Uhr"},
                                        {"de", "von 20:00 bis 8:00"},
                                        {"es", "de 20:00 a 8:00"},
                                        {"es", "20 h a las 8 h"},
                                        {"fr", "20 h \xC3\xA0 8 h"},
                                        {"fr", "de 20h \xC3\xA0 8h"},
                                        {"fr", "8pm to 8am"},
                                        {"de", "zwanzig Uhr bis acht Uhr"},
                                        {"de", "acht Uhr abends bis acht Uhr morgens"},
                                        {"es",
                                         "de las ocho de la tarde a las ocho de la ma\xC3\xB1"
                                         "ana"},
                                        {"fr", "de vingt heures \xC3\xA0 huit heures"}}) {
    const auto read = read_quiet_words(words, vocabulary_in(language).wordings);
    ASSERT_EQ(read.size(), 1U) << words;
    EXPECT_EQ(read[0].str(), "20:00-08:00") << words;
  }
  for (const auto& [language, words] : {std::pair{"de", "halb zehn abends bis Viertel nach sieben"},
                                        {"en", "from half past nine in the evening to quarter past seven"},
                                        {"es", "de las nueve y media de la noche a las siete y cuarto"},
                                        {"fr", "de neuf heures et demie du soir \xC3\xA0 sept heures et quart"}}) {
    const auto read = read_quiet_words(words, vocabulary_in(language).wordings);
    ASSERT_EQ(read.size(), 1U) << words;
    EXPECT_EQ(read[0].str(), "21:30-07:15") << words;
  }
  for (const auto& [language, words] : {std::pair{"de", "21. Dezember bis 3. Januar"},
                                        {"es", "del 21 de diciembre al 3 de enero"},
                                        {"fr",
                                         "du 21 d\xC3\xA9"
                                         "cembre au 3 janvier"}}) {
    const auto read = read_span_words(words, kToday, vocabulary_in(language).wordings);
    ASSERT_TRUE(read.has_value()) << words;
    EXPECT_EQ(to_text({*read}), "2026-12-21/2027-01-03") << words;
  }
}

TEST(Languages, AnswerInTheLanguageThatUnderstoodMost) {
  const auto german = read_plan_words("jeden Dienstak 10:00", vocabulary_in("de"), kToday);
  ASSERT_FALSE(german.has_value());
  EXPECT_EQ(german.error().nearest.front(), "jeden Dienstag um 10:00 Uhr");
  const auto english = read_plan_words("every tuseday 10:00", vocabulary_in("de"), kToday);
  ASSERT_FALSE(english.has_value());
  EXPECT_EQ(english.error().nearest.front(), "every Tuesday at 10:00");
  EXPECT_FALSE(read_plan_words("jeden Dienstag 10:00", vocabulary_in("en"), kToday).has_value());
}

}  // namespace
}  // namespace allybot::schedule
