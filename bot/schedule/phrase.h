// The grammar of a plan's words: every clause that it finds, and what it could not place.
// Must never drop a word silently: what no clause took is kept as trouble.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/schedule/rule.h"
#include "bot/schedule/tokens.h"
#include "bot/schedule/words.h"

namespace allybot::schedule {

struct ClockTime {
  int hour = 0, minute = 0;
  friend bool operator==(const ClockTime&, const ClockTime&) = default;
};

/// Something in the words that stands in the way of saving.
struct Trouble {
  std::string part;                  ///< the words themselves
  std::string why;                   ///< stable: see NotUnderstood::why
  std::vector<std::string> instead;  ///< zones that were perhaps meant
};

/// What was read. Understood when there is one rule, one time and no trouble.
struct Draft {
  std::vector<Rule> rules;       ///< readings of the days: none was said, one, or several are possible
  std::vector<ClockTime> times;  ///< the same of the time of day
  std::vector<std::string> kinds, topics;
  std::string zone;
  std::optional<LocalDate> until;
  std::optional<std::string> days_off, late;
  std::vector<Trouble> troubles;           ///< in the order of the words
  std::string days_words, time_words;      ///< where they were said
  std::vector<std::size_t> unknown_words;  ///< tokens that may be typing errors
};

/// How often and on which days, as far as it was said.
struct DaysSaid {
  struct EveryNth {
    int nth = 0;
    std::vector<int> weekdays;
  };
  std::optional<Frequency> frequency;
  int interval = 1;
  bool of_month = false;                        ///< "of the month" was said
  std::optional<EveryNth> every_nth;            ///< "every third Tuesday": every three weeks, or the third of a month
  std::vector<int> workdays = {1, 2, 3, 4, 5};  ///< what "weekdays" are
  std::vector<int> weekdays;
  std::vector<RuleDay> month_weekdays;  ///< "first Monday"
  std::vector<int> month_workdays;      ///< "first weekday": positions
  std::vector<int> month_days;
  std::vector<int> months;
  int count = 0;
  bool unclear = false;  ///< "biweekly", "every second weekday"
  bool any() const {
    return frequency || every_nth || !weekdays.empty() || !month_weekdays.empty() || !month_workdays.empty() ||
           !month_days.empty();
  }
};

/// The rules that the days may mean, best first; more than one when it is not clear. Empty when nothing was said or the parts
/// contradict each other.
std::vector<Rule> rules_of(const DaysSaid& said, const LocalDate& today);

/// A time of day as plans say it: its readings at `at`, which moves behind it; none when there is no time.
std::vector<ClockTime> take_clock(std::string_view text, const std::vector<Token>& tokens, std::size_t& at,
                                  const Wording& wording);

Draft read_phrase(std::string_view text, const std::vector<Token>& tokens, const Wording& wording, const Vocabulary& vocabulary,
                  const LocalDate& today);

}  // namespace allybot::schedule
