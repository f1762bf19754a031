// The words of one language that plans are written in, as a table: what is understood, and how it is said back.
// Must never hold grammar: a language is added by another table, not by other code.
#pragma once

#include <map>
#include <string>
#include <string_view>
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
  Clock,  ///< noon, midnight: hours
  Am,
  Pm,
  Oclock,
  Times,
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
  std::string text;  ///< folded
  Sense sense;
  int value = 0;
};

struct Wording {
  std::string language;
  std::vector<Word> words;
  std::vector<std::string> ordinal_endings;  ///< of figures: "15th"

  std::vector<std::string> weekdays, months;   ///< as they are written back
  std::vector<std::string> ordinals;           ///< first to fifth
  std::string last, second_to_last;            ///< the same from the end
  std::vector<std::string> days_of_month;      ///< 1st to 31st
  std::string and_word;                        ///< between the last two of a list
  std::map<std::string, std::string> phrases;  ///< by key, with {name} placeholders

  const Word* find(std::string_view folded) const;
};

const Wording& english();

}  // namespace allybot::schedule
