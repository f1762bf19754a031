// From what was said about the days to rules.
#include <algorithm>
#include <utility>

#include "bot/schedule/calendar.h"
#include "bot/schedule/phrase.h"

namespace allybot::schedule {
namespace {

std::vector<RuleDay> plain_days(const std::vector<int>& weekdays) {
  std::vector<RuleDay> days;
  for (const int weekday : weekdays) days.push_back({0, weekday});
  return days;
}

Rule weekly(const std::vector<int>& weekdays, int interval) {
  Rule rule;
  rule.frequency = Frequency::Weekly;
  rule.interval = interval;
  rule.days = plain_days(weekdays);
  return rule;
}

Rule monthly(std::vector<RuleDay> days, int interval) {
  Rule rule;
  rule.frequency = Frequency::Monthly;
  rule.interval = interval;
  rule.days = std::move(days);
  return rule;
}

/// A day of the month is monthly, or, with a month, a date of the year.
std::vector<Rule> dated(const DaysSaid& said) {
  const bool yearly = said.frequency == Frequency::Yearly || (!said.months.empty() && !said.frequency);
  if (yearly && said.months.empty()) return {};
  if (said.frequency && said.frequency != Frequency::Monthly && said.frequency != Frequency::Yearly) return {};
  Rule rule;
  rule.frequency = yearly ? Frequency::Yearly : Frequency::Monthly;
  rule.interval = said.interval;
  rule.month_days = said.month_days;
  return {rule};
}

std::vector<RuleDay> nth_days(const DaysSaid::EveryNth& every) {
  std::vector<RuleDay> days;
  for (const int weekday : every.weekdays) days.push_back({every.nth, weekday});
  return days;
}

std::vector<Rule> without_months(const DaysSaid& said, const LocalDate& today) {
  const auto frequency_is = [&](Frequency one) { return !said.frequency || said.frequency == one; };
  const bool works = std::find(said.workdays.begin(), said.workdays.end(), weekday_of(today)) != said.workdays.end();
  const int weekday =
      works || said.workdays.empty() ? weekday_of(today) : said.workdays.front();  // weekends only if the words say so
  if (said.every_nth) {
    if (!said.weekdays.empty() || !said.month_weekdays.empty() || !said.month_days.empty()) return {};
    const bool of_month = said.of_month || said.frequency == Frequency::Monthly;
    if (of_month) return {monthly(nth_days(*said.every_nth), said.interval)};
    if (said.frequency && said.frequency != Frequency::Weekly) return {};
    std::vector<Rule> rules = {weekly(said.every_nth->weekdays, said.every_nth->nth)};
    if (said.every_nth->nth > 2) rules.push_back(monthly(nth_days(*said.every_nth), 1));
    return rules;
  }
  const int kinds_of_days = (said.weekdays.empty() ? 0 : 1) + (said.month_weekdays.empty() ? 0 : 1) +
                            (said.month_workdays.empty() ? 0 : 1) + (said.month_days.empty() ? 0 : 1);
  if (kinds_of_days > 1) return {};
  if (!said.month_days.empty()) return dated(said);
  if (!said.month_weekdays.empty() || !said.month_workdays.empty()) {
    const bool within_year = said.frequency == Frequency::Yearly && !said.months.empty() && said.interval == 1;
    if (!frequency_is(Frequency::Monthly) && !within_year) return {};
    Rule rule = monthly(said.month_weekdays.empty() ? plain_days(said.workdays) : said.month_weekdays, said.interval);
    rule.positions = said.month_workdays;
    return {rule};
  }
  if (!said.weekdays.empty()) {
    const bool each_day = said.frequency == Frequency::Daily && said.interval == 1;
    if (frequency_is(Frequency::Weekly) || each_day) return {weekly(said.weekdays, said.interval)};
    if (said.frequency != Frequency::Monthly) return {};
    std::vector<RuleDay> first, last;  // "monthly on Tuesday": which one?
    for (const int day : said.weekdays) first.push_back({1, day}), last.push_back({-1, day});
    return {monthly(first, said.interval), monthly(last, said.interval)};
  }
  if (!said.frequency) return {};
  Rule rule;
  rule.frequency = *said.frequency;
  rule.interval = said.interval;
  switch (*said.frequency) {
    case Frequency::Daily: break;
    case Frequency::Weekly: rule.days = plain_days({weekday}); break;
    case Frequency::Monthly: rule.month_days = {today.day}; break;
    case Frequency::Yearly:
      rule.months = {today.month};
      rule.month_days = {today.day};
      break;
  }
  return {rule};
}

}  // namespace

std::vector<Rule> rules_of(const DaysSaid& said, const LocalDate& today) {
  std::vector<Rule> good;
  for (Rule rule : without_months(said, today)) {
    if (!said.months.empty()) rule.months = said.months;
    rule.count = said.count;
    const auto checked = read_rule(to_text(rule));  // the caps, the standard's own rules, and the canonical form
    if (checked) good.push_back(checked->rule);
  }
  if (said.unclear && good.size() == 1) {
    // Never taken for certain: the plain reading first, then the one that it was perhaps meant to be.
    Rule plain = good.front();
    plain.interval = 1;
    good.push_back(canonical(std::move(plain)));
  }
  return good;
}

}  // namespace allybot::schedule
