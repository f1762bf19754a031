#include "bot/schedule/rule.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "bot/core/text.h"
#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr int kMostCount = 1000;

tl::unexpected<Error> refuse(std::string for_log, std::string for_member) {
  return fail(Code::Invalid, std::move(for_log), std::move(for_member));
}

std::string upper(std::string_view text) {
  std::string raised(text);
  for (char& c : raised)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return raised;
}

/// A whole number with an optional sign; nothing on anything else or beyond four figures.
std::optional<int> signed_number(std::string_view text) {
  int sign = 1;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  if (text.empty() || text.size() > 4 || !parse_number(text, value)) return std::nullopt;
  return sign * static_cast<int>(value);
}

/// Numbers from -most to most but for 0; from 1 when `negative` is false.
std::optional<std::vector<int>> number_list(std::string_view text, int most, bool negative) {
  std::vector<int> numbers;
  for (const std::string_view part : split(text, ',')) {
    const auto number = signed_number(part);
    if (!number || *number == 0 || *number > most || *number < (negative ? -most : 1)) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<int> weekday_named(std::string_view name) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), name);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<int>(found - kWeekdays.begin()) + 1;
}

std::optional<std::vector<RuleDay>> day_list(std::string_view text) {
  std::vector<RuleDay> days;
  for (const std::string_view part : split(text, ',')) {
    if (part.size() < 2) return std::nullopt;
    const auto weekday = weekday_named(part.substr(part.size() - 2));
    if (!weekday) return std::nullopt;
    int nth = 0;
    if (part.size() > 2) {
      const auto number = signed_number(part.substr(0, part.size() - 2));
      if (!number || *number == 0 || *number > 53 || *number < -53) return std::nullopt;
      nth = *number;
    }
    days.push_back({nth, *weekday});
  }
  return days;
}

template <class T>
bool take(std::optional<std::vector<T>> list, std::vector<T>& into) {
  if (!list || list->empty()) return false;
  into = std::move(*list);
  return true;
}

bool take_one(std::string_view text, int least, int most, std::optional<int>& into) {
  const auto number = signed_number(text);
  if (!number || *number < least || *number > most) return false;
  into = *number;
  return true;
}

bool take_number(std::string_view text, int least, int most, int& into) {
  std::optional<int> number;
  if (!take_one(text, least, most, number)) return false;
  into = *number;
  return true;
}

/// "20261231" or "20261231T235959Z": its date.
bool take_until(std::string_view text, std::optional<LocalDate>& into) {
  std::int64_t number = 0;
  const bool shaped = text.size() == 8 || (text.size() >= 15 && text.size() <= 16 && text[8] == 'T');
  if (!shaped || !parse_number(text.substr(0, 8), number)) return false;
  into = checked_date(static_cast<int>(number / 10000), static_cast<int>(number / 100 % 100), static_cast<int>(number % 100));
  return into.has_value();
}

/// False when the value is not one that the part may have.
bool take_part(const std::string& name, const std::string& value, RuleText& read) {
  Rule& rule = read.rule;
  std::optional<int> zero;
  if (name == "INTERVAL") return take_number(value, 1, 9999, rule.interval);
  if (name == "COUNT") return take_number(value, 1, kMostCount, rule.count);
  if (name == "UNTIL") return take_until(value, read.until);
  if (name == "BYMONTH") return take(number_list(value, 12, false), rule.months);
  if (name == "BYYEARDAY") return take(number_list(value, 366, true), rule.year_days);
  if (name == "BYMONTHDAY") return take(number_list(value, 31, true), rule.month_days);
  if (name == "BYDAY") return take(day_list(value), rule.days);
  if (name == "BYSETPOS") return take(number_list(value, 366, true), rule.positions);
  if (name == "BYHOUR") return take_one(value, 0, 23, read.hour);
  if (name == "BYMINUTE") return take_one(value, 0, 59, read.minute);
  if (name == "BYSECOND") return take_one(value, 0, 0, zero);
  if (name == "WKST") {
    const auto weekday = weekday_named(value);
    if (weekday) rule.week_start = *weekday;
    return weekday.has_value();
  }
  return false;
}

/// What the standard forbids, and what we do not take.
Result<void> check(const Rule& rule) {
  const auto conflict = [](const char* what) {
    return refuse(std::string("rule part not allowed here: ") + what, "This rule mixes parts that do not go together.");
  };
  const bool monthly = rule.frequency == Frequency::Monthly, yearly = rule.frequency == Frequency::Yearly;
  const bool numbered = std::any_of(rule.days.begin(), rule.days.end(), [](const RuleDay& day) { return day.nth != 0; });
  if (numbered && !monthly && !yearly) return conflict("numbered BYDAY");
  const bool within_month = monthly || !rule.months.empty();
  for (const RuleDay& day : rule.days)
    if (within_month && (day.nth > 5 || day.nth < -5)) return conflict("BYDAY beyond the fifth of a month");
  if (!rule.month_days.empty() && rule.frequency == Frequency::Weekly) return conflict("BYMONTHDAY");
  if (!rule.year_days.empty() && !yearly) return conflict("BYYEARDAY");
  const bool days_named = !rule.days.empty() || !rule.month_days.empty() || !rule.year_days.empty() || !rule.months.empty();
  if (!rule.positions.empty() && !days_named) return conflict("BYSETPOS");

  constexpr int kMostInterval[] = {366, 104, 60, 10};  // longer ones would fire less often than every ten years
  if (rule.interval > kMostInterval[static_cast<int>(rule.frequency)])
    return refuse("interval over the cap", "That is too long between two nudges: ten years at most.");

  if (!rule.months.empty() && !rule.month_days.empty()) {
    const bool possible = std::any_of(rule.months.begin(), rule.months.end(), [&](int month) {
      const int last = last_day_of_month(2024, month);  // a leap year
      return std::any_of(rule.month_days.begin(), rule.month_days.end(), [&](int day) { return std::abs(day) <= last; });
    });
    if (!possible) return refuse("no such date", "There is no such date in any year.");
  }
  return {};
}

template <class T>
void sort_once(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

std::string numbers(const std::vector<int>& list) {
  std::string text;
  for (const int number : list) {
    if (!text.empty()) text += ',';
    text += std::to_string(number);
  }
  return text;
}

}  // namespace

Rule canonical(Rule rule) {
  sort_once(rule.months);
  sort_once(rule.year_days);
  sort_once(rule.month_days);
  sort_once(rule.days);
  sort_once(rule.positions);
  const bool plain = rule.positions.empty() && rule.year_days.empty() && rule.interval == 1;
  const bool whole_weekdays =
      !rule.days.empty() && rule.month_days.empty() && rule.days.front().nth == 0 && rule.days.back().nth == 0;
  // Some weekdays of every day, month or year are those weekdays of every week; all seven of them are every day.
  if (plain && whole_weekdays) rule.frequency = rule.days.size() == 7 ? Frequency::Daily : Frequency::Weekly;
  if (plain && whole_weekdays && rule.days.size() == 7) rule.days.clear();
  // The dates of every day are those of every month.
  if (plain && rule.frequency == Frequency::Daily && !rule.month_days.empty()) rule.frequency = Frequency::Monthly;
  // With months named, "of the year" and "of the month" are the same: weekdays are kept as monthly, dates as yearly.
  if (plain && rule.frequency == Frequency::Yearly && rule.days.empty() != rule.month_days.empty() && !rule.months.empty())
    rule.frequency = Frequency::Monthly;
  if (rule.months.size() == 12 && rule.frequency != Frequency::Yearly) rule.months.clear();
  if (plain && rule.frequency == Frequency::Monthly && rule.days.empty() && !rule.month_days.empty() && !rule.months.empty())
    rule.frequency = Frequency::Yearly;
  const bool weeks_matter = rule.frequency == Frequency::Weekly && rule.interval > 1;
  if (!weeks_matter) rule.week_start = 1;
  return rule;
}

Result<RuleText> read_rule(std::string_view text) {
  std::string raised = upper(trim(text));
  if (raised.rfind("RRULE:", 0) == 0) raised.erase(0, 6);
  if (raised.size() > 400) return refuse("rule too long", "This rule is too long.");
  RuleText read;
  std::set<std::string> seen;
  std::string frequency;
  for (const std::string_view part : split(raised, ';')) {
    const auto equals = part.find('=');
    if (part.empty() && !raised.empty()) continue;  // a trailing semicolon
    if (equals == std::string_view::npos) return refuse("rule part without a value", "A rule looks like FREQ=WEEKLY;BYDAY=TU.");
    const std::string name(part.substr(0, equals)), value(part.substr(equals + 1));
    if (!seen.insert(name).second) return refuse("rule part given twice", "This rule has the same part twice.");
    if (name == "FREQ") {
      frequency = value;
    } else if (!take_part(name, value, read)) {
      return refuse("rule part not understood", "I do not know what " + cut_code_points(printable(part), 40) + " means.");
    }
  }
  if (frequency == "DAILY") {
    read.rule.frequency = Frequency::Daily;
  } else if (frequency == "WEEKLY") {
    read.rule.frequency = Frequency::Weekly;
  } else if (frequency == "MONTHLY") {
    read.rule.frequency = Frequency::Monthly;
  } else if (frequency == "YEARLY") {
    read.rule.frequency = Frequency::Yearly;
  } else if (frequency == "HOURLY" || frequency == "MINUTELY" || frequency == "SECONDLY") {
    return refuse("rule more often than daily", "Once a day is the most often that a plan may post.");
  } else {
    return refuse("rule without a frequency", "A rule looks like FREQ=WEEKLY;BYDAY=TU.");
  }
  if (read.rule.count != 0 && read.until) return refuse("COUNT and UNTIL", "Give a number of times or a last date, not both.");
  if (auto checked = check(read.rule); !checked) return tl::unexpected(checked.error());
  read.rule = canonical(std::move(read.rule));
  return read;
}

std::string to_text(const Rule& rule) {
  constexpr std::string_view kNames[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  std::string text = "FREQ=";
  text += kNames[static_cast<int>(rule.frequency)];
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    text += ';';
    text += name;
    text += '=';
    text += value;
  };
  if (rule.interval != 1) add("INTERVAL", std::to_string(rule.interval));
  if (rule.count != 0) add("COUNT", std::to_string(rule.count));
  add("BYMONTH", numbers(rule.months));
  add("BYYEARDAY", numbers(rule.year_days));
  add("BYMONTHDAY", numbers(rule.month_days));
  std::string days;
  for (const RuleDay& day : rule.days) {
    if (!days.empty()) days += ',';
    if (day.nth != 0) days += std::to_string(day.nth);
    days += kWeekdays[static_cast<std::size_t>(day.weekday) - 1];
  }
  add("BYDAY", days);
  add("BYSETPOS", numbers(rule.positions));
  if (rule.week_start != 1) add("WKST", std::string(kWeekdays[static_cast<std::size_t>(rule.week_start) - 1]));
  return text;
}

}  // namespace allybot::schedule
