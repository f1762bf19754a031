// A recurrence rule of RFC 5545 (section 3.3.10) as a plain value: what plans may repeat by.
// Must never hold more often than daily, nor a part that the standard forbids with the others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/result.h"
#include "bot/schedule/zone.h"

namespace allybot::schedule {

enum class Frequency { Daily, Weekly, Monthly, Yearly };

/// One entry of BYDAY: "1MO" is {1, 1}, "-1FR" is {-1, 5}, "TU" is {0, 2}.
struct RuleDay {
  int nth = 0;
  int weekday = 1;  ///< 1 is Monday
  friend auto operator<=>(const RuleDay&, const RuleDay&) = default;
};

struct Rule {
  Frequency frequency = Frequency::Daily;
  int interval = 1;
  int count = 0;            ///< 0: no limit
  std::vector<int> months;  ///< each list ascending, without repeats
  std::vector<int> year_days;
  std::vector<int> month_days;
  std::vector<RuleDay> days;
  std::vector<int> positions;
  int week_start = 1;  ///< kept only where it changes the dates
  friend bool operator==(const Rule&, const Rule&) = default;
};

/// What the text of a rule may hold besides the rule itself.
struct RuleText {
  Rule rule;
  std::optional<int> hour;         ///< BYHOUR, when it is one
  std::optional<int> minute;       ///< BYMINUTE
  std::optional<LocalDate> until;  ///< UNTIL, its date
};

/// Reads "FREQ=...", with or without "RRULE:", in any case. The rule comes back in its canonical form (see canonical()).
/// Invalid, with a sentence for the member: more often than daily, over a cap, unknown or doubled parts, no such date.
/// Not taken although the standard has it: BYWEEKNO, for nobody asked for one.
Result<RuleText> read_rule(std::string_view text);
/// "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", parts always in the same order.
std::string to_text(const Rule& rule);
/// The same dates in the one form that we keep: lists sorted, seven weekdays are daily, a weekday within months is monthly.
Rule canonical(Rule rule);

}  // namespace allybot::schedule
