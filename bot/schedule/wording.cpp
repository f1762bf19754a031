#include "bot/schedule/wording.h"

#include <algorithm>
#include <iterator>

#include "bot/core/text.h"

namespace allybot::schedule {
namespace {

struct Named {
  const char* key;  ///< below "word."
  Sense sense;
  int value = 0;
};

constexpr Named kNamed[] = {
    {"every", Sense::Every},
    {"other", Sense::Other},
    {"first", Sense::Ordinal, 1},
    {"second", Sense::Ordinal, 2},
    {"third", Sense::Ordinal, 3},
    {"fourth", Sense::Ordinal, 4},
    {"fifth", Sense::Ordinal, 5},
    {"last", Sense::Ordinal, -1},
    {"second-to-last", Sense::Ordinal, -2},
    {"workdays", Sense::Workdays},
    {"working", Sense::Working},
    {"weekend", Sense::Weekend},
    {"day", Sense::Day},
    {"week", Sense::Week},
    {"month", Sense::Month},
    {"year", Sense::Year},
    {"daily", Sense::Often, 0},
    {"weekly", Sense::Often, 1},
    {"monthly", Sense::Often, 2},
    {"yearly", Sense::Often, 3},
    {"fortnightly", Sense::Fortnightly},
    {"quarterly", Sense::Quarterly},
    {"unclear", Sense::Unclear},
    {"too-often", Sense::TooOften},
    {"at", Sense::At},
    {"on", Sense::On},
    {"of", Sense::Of},
    {"the", Sense::The},
    {"and", Sense::And},
    {"through", Sense::Through},
    {"in", Sense::In},
    {"about", Sense::About},
    {"until", Sense::Until},
    {"noon", Sense::Clock, 12},
    {"midnight", Sense::Clock, 0},
    {"am", Sense::Am},
    {"pm", Sense::Pm},
    {"oclock", Sense::Oclock},
    {"times", Sense::Times},
    {"out-of", Sense::OutOf},
    {"today", Sense::Today},
    {"tomorrow", Sense::Tomorrow},
    {"next", Sense::Next},
    {"end", Sense::End},
    {"skip", Sense::Skip},
    {"include", Sense::Include},
    {"before", Sense::Before},
    {"after", Sense::After},
    {"holiday", Sense::Holiday},
    {"off", Sense::Off},
    {"move", Sense::Move},
    {"late", Sense::Late},
    {"once", Sense::Once},
    {"never", Sense::Never},
    {"usual", Sense::Usual},
    {"filler", Sense::Filler},
};

/// Numbers that are read as words, below "word.number.": hours, and the minutes that are said with them.
constexpr int kNumbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 30, 45};

/// What is said back, below "say.".
constexpr const char* kSaid[] = {"and",
                                 "at",
                                 "time",
                                 "daily",
                                 "every-second-day",
                                 "every-n-days",
                                 "workdays",
                                 "weekends",
                                 "every-weekday",
                                 "every-second-weekday",
                                 "every-n-weeks",
                                 "on-a-day",
                                 "last-day",
                                 "workday",
                                 "of-the-month",
                                 "of-every-second-month",
                                 "of-every-n-months",
                                 "of-months",
                                 "every-year",
                                 "every-second-year",
                                 "every-n-years",
                                 "date",
                                 "within-months",
                                 "times",
                                 "about",
                                 "in",
                                 "until",
                                 "skip-holidays",
                                 "before-holidays",
                                 "after-holidays",
                                 "skip-days-off",
                                 "before-days-off",
                                 "after-days-off",
                                 "late-once",
                                 "late-never",
                                 "nth"};

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(list, ','))
    if (const auto text = trim(part); !text.empty()) parts.emplace_back(text);
  return parts;
}

class Maker {
 public:
  Maker(std::string language, const PhraseTable& table) : table_(table) { made_.language = std::move(language); }

  std::optional<Wording> make() {
    for (const Named& named : kNamed) add(named.key, named.sense, named.value);
    for (const int number : kNumbers) add("number." + std::to_string(number), Sense::Number, number);
    for (int at = 1; at <= 7; ++at) add("weekday." + std::to_string(at), Sense::Weekday, at);
    for (int at = 1; at <= 12; ++at) add("month." + std::to_string(at), Sense::MonthName, at);
    for (const std::string& part : parts_of(table_("word.clock-parts"))) add_clock_part(part);
    made_.ordinal_endings = parts_of(table_("ordinal-endings"));
    made_.weekdays = parts_of(table_("say.weekdays"));
    made_.on_weekdays = parts_of(table_("say.on-weekdays"));
    made_.months = parts_of(table_("say.months"));
    made_.ordinals = parts_of(table_("say.ordinals"));
    bool whole =
        made_.weekdays.size() == 7 && made_.on_weekdays.size() == 7 && made_.months.size() == 12 && made_.ordinals.size() == 7;
    for (const char* key : kSaid) {
      made_.phrases[key] = table_(std::string("say.") + key);
      whole = whole && !made_.phrases[key].empty();
    }
    for (int day = 1; day <= 31; ++day) add_own("nth." + std::to_string(day));  // "1st"
    for (int hour = 0; hour <= 23; ++hour) add_own("at." + std::to_string(hour));
    if (!whole) return std::nullopt;
    return std::move(made_);
  }

 private:
  /// What is not said as the others of its kind are, if the language has such.
  void add_own(const std::string& key) {
    if (const std::string text = table_("say." + key); !text.empty()) made_.phrases[key] = text;
  }

  void add(const std::string& key, Sense sense, int value) {
    for (const std::string& part : parts_of(table_("word." + key))) add_word(part, sense, value);
  }

  void add_word(std::string_view typed, Sense sense, int value) {
    std::string text = plain(typed);
    made_.most_words = std::max(made_.most_words, split_words(text).size());
    const auto [at, is_new] = made_.words.try_emplace(text, Word{text, sense, value});
    Word& word = at->second;
    if (is_new) return;
    word.also = sense;
    (word.value == 0 ? word.value : word.also_value) = value;
  }

  /// "half past * = 30", "* menos cuarto = -15": the star stands for the hour.
  void add_clock_part(std::string_view part) {
    const auto sides = split(part, '=');
    if (sides.size() != 2) return;
    const std::string_view words = trim(sides[0]), number = trim(sides[1]);
    const bool less = number.starts_with('-');
    std::int64_t size = 0;
    if (!parse_number(number.substr(less ? 1 : 0), size) || size > 59) return;
    const int minutes = static_cast<int>(less ? -size : size);
    if (words.ends_with(" *")) add_word(words.substr(0, words.size() - 2), Sense::PartBefore, minutes);
    if (words.starts_with("* ")) add_word(words.substr(2), Sense::PartAfter, minutes);
  }

  const PhraseTable& table_;
  Wording made_;
};

}  // namespace

std::string plain(std::string_view text) {
  /// U+00E0 to U+00FF, as they are without accents; '.' for those that are no letters with an accent.
  static constexpr std::string_view kBare = "aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";
  const std::string folded = fold_case(text);
  std::string bare;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    if (c == '\'' || c == '.') continue;
    if (folded.compare(at, 3, "\xE2\x80\x99") == 0) {
      at += 2;
      continue;
    }
    const auto next = at + 1 < folded.size() ? static_cast<unsigned char>(folded[at + 1]) : 0U;
    if (c == '\xC3' && next >= 0xA0 && next <= 0xBF && kBare[next - 0xA0] != '.') {
      bare += kBare[next - 0xA0];
      ++at;
      continue;
    }
    bare += c;
  }
  return bare;
}

const Word* Wording::find(std::string_view plain_text) const {
  const auto found = words.find(std::string(plain_text));
  return found == words.end() ? nullptr : &found->second;
}

PhraseTable when_table(std::string_view file) {
  constexpr std::string_view kBefore = "when.";
  std::map<std::string, std::string> phrases;
  for (const std::string_view line : split(file, '\n')) {
    const auto colon = line.find(": ");
    if (!line.starts_with(kBefore) || colon == std::string_view::npos) continue;
    auto text = trim(line.substr(colon + 2));
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    phrases.emplace(line.substr(kBefore.size(), colon - kBefore.size()), text);
  }
  return [phrases = std::move(phrases)](const std::string& key) {
    const auto found = phrases.find(key);
    return found == phrases.end() ? std::string() : found->second;
  };
}

std::optional<Wording> make_wording(std::string language, const PhraseTable& table) {
  return Maker(std::move(language), table).make();
}

const Wording& english() {
  static const Wording wording = *make_wording("en", when_table(english_phrases()));
  return wording;
}

}  // namespace allybot::schedule
