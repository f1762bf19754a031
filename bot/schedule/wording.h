// The words of one language that plans are written in, as a table: what is understood, and how it is said back. The table
// is the keys "when." of phrases.yaml.
// Must never hold grammar: a language is added by another table, not by other code.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace allybot::schedule {

/// What a word means to the grammar. `value` of the word says which one.
enum class Sense {
  Every,
  Other,    ///< "every other"
  Ordinal,  ///< 1 to 5; -1 last, -2 second to last
  Number,
  Weekday,   ///< 1 is Monday
  Workdays,  ///< Monday to Friday
  Working,   ///< makes the next Day a Workdays
  Weekend,
  Day,
  Week,
  Month,
  Year,
  Often,        ///< daily 0, weekly 1, monthly 2, yearly 3, as Frequency
  Fortnightly,  ///< every second week
  Quarterly,    ///< every third month
  Unclear,      ///< "biweekly": every second week, or twice a week
  TooOften,
  MonthName,
  At,
  On,
  Of,
  The,
  And,
  Through,  ///< "to" between two weekdays
  In,
  About,
  Until,
  Clock,       ///< noon, midnight: hours
  PartBefore,  ///< "half past", German "halb": minutes to add to the hour that follows
  PartAfter,   ///< Spanish "media", French "moins le quart": the same for the hour before
  Am,
  Pm,
  Oclock,
  Times,
  OutOf,  ///< "one Tuesday out of two"
  Today,
  Tomorrow,
  Next,
  End,
  Skip,     ///< "skip", "not": before days off
  Include,  ///< "also": they are days as others
  Before,
  After,
  Holiday,
  Off,  ///< "days off"
  Move,
  Late,
  Once,
  Never,
  Usual,
  Filler,  ///< says nothing
};

struct Word {
  std::string text;  ///< as plain() makes it; several words with one space between them
  Sense sense;
  int value = 0;
  std::optional<Sense> also{};  ///< what it may mean, too: German "bis" is both "until" and "to"
  int also_value = 0;           ///< where both say which one: Spanish "cuarto" is the fourth and a quarter

  bool is(Sense one) const { return sense == one || also == one; }
  int as(Sense one) const { return also == one && also_value != 0 ? also_value : value; }
};

struct Wording {
  std::string language;
  std::unordered_map<std::string, Word> words;
  std::size_t most_words = 1;                                   ///< in one entry of `words`
  std::vector<std::string> ordinal_endings;                     ///< of figures: "15th"
  std::vector<std::pair<std::string, std::string>> kind_words;  ///< how kinds are called, as plain() makes it, and their ids

  std::vector<std::string> weekdays, months;   ///< as they are written back
  std::vector<std::string> on_weekdays;        ///< the same after "every 3 weeks"
  std::vector<std::string> ordinals;           ///< first to fifth, last, second to last
  std::map<std::string, std::string> phrases;  ///< by key, with {name} placeholders
  std::map<std::string, std::string> kinds;    ///< by id, how they are said; the id itself when it is not there

  const Word* find(std::string_view plain) const;
};

/// What "when.<key>" holds in one language; empty where there is nothing.
using PhraseTable = std::function<std::string(const std::string& key)>;
/// The keys "when." in the bytes of a phrases.yaml, where they stand one a line.
PhraseTable when_table(std::string_view file);
/// Nothing when something that has to be said is not there.
std::optional<Wording> make_wording(std::string language, const PhraseTable& table);
/// Of content/en/phrases.yaml as it was when the program was built.
const Wording& english();
/// The bytes of that file: made at build time by english.cmake.
std::string_view english_phrases();

/// What is tried, in this order; English when empty.
using Wordings = std::vector<std::shared_ptr<const Wording>>;

/// As words are compared: folded, without apostrophes, dots and the accents of Latin letters.
std::string plain(std::string_view text);

}  // namespace allybot::schedule
