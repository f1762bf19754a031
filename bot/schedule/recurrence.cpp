#include "bot/schedule/recurrence.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

using std::chrono::sys_days;

/// The parts that RFC 5545 takes from DTSTART, written out.
Rule completed(Rule rule, const LocalDate& start) {
  if (!rule.days.empty() || !rule.month_days.empty() || !rule.year_days.empty()) return rule;
  switch (rule.frequency) {
    case Frequency::Daily: break;
    case Frequency::Weekly: rule.days = {{0, weekday_of(start)}}; break;
    case Frequency::Yearly:
      if (rule.months.empty()) rule.months = {start.month};
      rule.month_days = {start.day};
      break;
    case Frequency::Monthly: rule.month_days = {start.day}; break;
  }
  return rule;
}

bool holds(const std::vector<int>& list, int number) { return std::find(list.begin(), list.end(), number) != list.end(); }

/// What a negative number counts from the end of: -1 is the `size`-th. 0 when there is none.
int counted_from(int number, int size) {
  const int found = number > 0 ? number : size + 1 + number;
  return found >= 1 && found <= size ? found : 0;
}

/// The dates of `days` within [first, first + size), as BYDAY counts them there.
void add_weekdays(std::vector<sys_days>& into, const std::vector<RuleDay>& days, sys_days first, int size) {
  const int first_weekday = static_cast<int>(std::chrono::weekday(first).iso_encoding());
  for (const RuleDay& day : days) {
    const int ahead = (day.weekday - first_weekday + 7) % 7;
    const int times = (size - ahead + 6) / 7;
    for (int nth = 1; nth <= times; ++nth)
      if (day.nth == 0 || counted_from(day.nth, times) == nth) into.push_back(first + std::chrono::days(ahead + 7 * (nth - 1)));
  }
}

bool is_among(const std::vector<RuleDay>& days, sys_days date) {
  const int weekday = static_cast<int>(std::chrono::weekday(date).iso_encoding());
  return std::any_of(days.begin(), days.end(), [&](const RuleDay& day) { return day.weekday == weekday; });
}

/// A month's dates by BYMONTHDAY, or else by BYDAY; with both, those of the first that are of the second.
void add_month(std::vector<sys_days>& into, const Rule& rule, int year, int month) {
  const int size = last_day_of_month(year, month);
  const sys_days first = days_of({year, month, 1});
  if (rule.month_days.empty()) return add_weekdays(into, rule.days, first, size);
  for (const int number : rule.month_days) {
    const int day = counted_from(number, size);
    const sys_days date = first + std::chrono::days(day - 1);
    if (day != 0 && (rule.days.empty() || is_among(rule.days, date))) into.push_back(date);
  }
}

void add_year(std::vector<sys_days>& into, const Rule& rule, int year) {
  const sys_days first = days_of({year, 1, 1});
  const int size = static_cast<int>((days_of({year, 12, 31}) - first).count()) + 1;
  if (!rule.year_days.empty()) {
    for (const int number : rule.year_days) {
      const int day = counted_from(number, size);
      const sys_days date = first + std::chrono::days(day - 1);
      const LocalDate local = date_of(date);
      const int in_month = last_day_of_month(local.year, local.month);
      const auto is_day = [&](int month_day) { return counted_from(month_day, in_month) == local.day; };
      if (day == 0 || (!rule.months.empty() && !holds(rule.months, local.month))) continue;
      if (!rule.month_days.empty() && std::none_of(rule.month_days.begin(), rule.month_days.end(), is_day)) continue;
      if (rule.days.empty() || is_among(rule.days, date)) into.push_back(date);
    }
  } else if (rule.months.empty() && rule.month_days.empty()) {
    add_weekdays(into, rule.days, first, size);
  } else {
    for (int month = 1; month <= 12; ++month)
      if (rule.months.empty() || holds(rule.months, month)) add_month(into, rule, year, month);
  }
}

}  // namespace

/// The rule is worked off period by period: a day, a week, a month or a year, and `interval` of them to the next.
struct Dates::State {
  Rule rule;
  LocalDate start, from, last;
  std::int64_t period = 0;  ///< of the one to be expanded next, from that of the start
  std::vector<sys_days> found;
  std::size_t at = 0;
  int counted = 0;
  bool over = false;

  sys_days first_of(std::int64_t index) const;
  void expand(sys_days first);
  void skip_to(const LocalDate& date);
  bool fill();
};

/// The first day of a period.
sys_days Dates::State::first_of(std::int64_t index) const {
  const std::int64_t steps = index * rule.interval;
  switch (rule.frequency) {
    case Frequency::Daily: return days_of(start) + std::chrono::days(steps);
    case Frequency::Weekly: return days_of(start) + std::chrono::days(7 * steps - (weekday_of(start) - rule.week_start + 7) % 7);
    case Frequency::Monthly: {
      const std::int64_t months = start.year * std::int64_t{12} + start.month - 1 + steps;
      return days_of({static_cast<int>(months / 12), static_cast<int>(months % 12) + 1, 1});
    }
    case Frequency::Yearly: return days_of({static_cast<int>(start.year + steps), 1, 1});
  }
  return days_of(start);
}

void Dates::State::expand(sys_days first) {
  found.clear();
  at = 0;
  const LocalDate date = date_of(first);
  const bool in_month = rule.months.empty() || holds(rule.months, date.month);
  switch (rule.frequency) {
    case Frequency::Daily: {
      const int size = last_day_of_month(date.year, date.month);
      const auto is_day = [&](int number) { return counted_from(number, size) == date.day; };
      const bool on_day = rule.month_days.empty() || std::any_of(rule.month_days.begin(), rule.month_days.end(), is_day);
      if (in_month && on_day && (rule.days.empty() || is_among(rule.days, first))) found.push_back(first);
      break;
    }
    case Frequency::Weekly:
      add_weekdays(found, rule.days, first, 7);
      if (!rule.months.empty())
        found.erase(
            std::remove_if(found.begin(), found.end(), [&](sys_days day) { return !holds(rule.months, date_of(day).month); }),
            found.end());
      break;
    case Frequency::Monthly:
      if (in_month) add_month(found, rule, date.year, date.month);
      break;
    case Frequency::Yearly: add_year(found, rule, date.year); break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (rule.positions.empty()) return;
  std::vector<sys_days> chosen;
  for (int place = 1; place <= static_cast<int>(found.size()); ++place)
    if (std::any_of(rule.positions.begin(), rule.positions.end(),
                    [&](int position) { return counted_from(position, static_cast<int>(found.size())) == place; }))
      chosen.push_back(found[static_cast<std::size_t>(place) - 1]);
  found = std::move(chosen);
}

/// Moves to the period that holds `date`; only where nothing has to be counted on the way.
void Dates::State::skip_to(const LocalDate& date) {
  std::int64_t apart = 0;
  switch (rule.frequency) {
    case Frequency::Daily: apart = (days_of(date) - days_of(start)).count(); break;
    case Frequency::Weekly: apart = (days_of(date) - first_of(0)).count() / 7; break;
    case Frequency::Monthly: apart = (date.year - start.year) * std::int64_t{12} + date.month - start.month; break;
    case Frequency::Yearly: apart = date.year - start.year; break;
  }
  period = std::max<std::int64_t>(0, apart / rule.interval);
}

/// Expands the next period that begins in time; false when there is none.
bool Dates::State::fill() {
  if (rule.count != 0 && counted >= rule.count) return false;
  const sys_days first = first_of(period);
  if (days_of(last) < first) return false;
  ++period;
  expand(first);
  return true;
}

Dates::Dates(const Rule& rule, const LocalDate& start, const LocalDate& from, const LocalDate& last)
    : state_(std::make_unique<State>()) {
  state_->rule = completed(rule, start);
  state_->start = start;
  state_->from = from;
  state_->last = last;
  state_->over = last < from || last < start;
  if (!state_->over && rule.count == 0 && start < from) state_->skip_to(from);
}

Dates::~Dates() = default;
Dates::Dates(Dates&&) noexcept = default;
Dates& Dates::operator=(Dates&&) noexcept = default;

std::optional<LocalDate> Dates::next() {
  State& state = *state_;
  while (!state.over) {
    if (state.at == state.found.size()) {
      state.over = !state.fill();
      continue;
    }
    const LocalDate date = date_of(state.found[state.at++]);
    if (date < state.start) continue;
    ++state.counted;
    state.over = state.last < date || (state.rule.count != 0 && state.counted > state.rule.count);
    if (!state.over && !(date < state.from)) return date;
  }
  return std::nullopt;
}

}  // namespace allybot::schedule
