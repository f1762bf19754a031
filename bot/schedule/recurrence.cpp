#include "bot/schedule/recurrence.h"

#include <libical/ical.h>

#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

icaltimetype ical_date(const LocalDate& date) {
  icaltimetype made = icaltime_null_time();
  made.is_date = 1;  // icaltime_null_date() would leave the hour at -1, on which iterators never end
  made.year = date.year;
  made.month = date.month;
  made.day = date.day;
  return made;
}

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

/// One weekday of every n-th week, as every 7n-th day from the first one. Left to itself libical 3.0 counts the weeks of
/// "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU" from the wrong one.
void count_days_not_weeks(Rule& rule, LocalDate& start) {
  if (rule.frequency != Frequency::Weekly || rule.interval == 1 || rule.days.size() != 1) return;
  const auto after_week_start = [&](int weekday) { return (weekday - rule.week_start + 7) % 7; };
  LocalDate first = plus_days(start, after_week_start(rule.days[0].weekday) - after_week_start(weekday_of(start)));
  if (first < start) first = plus_days(first, 7 * rule.interval);
  start = first;
  rule.frequency = Frequency::Daily;
  rule.interval *= 7;
  rule.days.clear();
}

}  // namespace

struct Dates::State {
  std::unique_ptr<icalrecur_iterator, FreeIterator> iterator;
  LocalDate from, last;
};

Dates::Dates(const Rule& rule, const LocalDate& start, const LocalDate& from, const LocalDate& last)
    : state_(std::make_unique<State>(State{nullptr, from, last})) {
  // Debian builds libical to abort on its own error codes; a rule without dates is one of them.
  static const bool quiet = [] {
    icalerror_set_errors_are_fatal(0);
    return true;
  }();
  static_cast<void>(quiet);
  if (last < from || last < start) return;

  Rule asked = completed(rule, start);
  LocalDate begin = start;
  count_days_not_weeks(asked, begin);
  if (last < begin) return;
  icalrecurrencetype parts = icalrecurrencetype_from_string(to_text(asked).c_str());
  // An end keeps libical from looking for the next 30 February until the year 2582. It takes COUNT or UNTIL, not both.
  if (rule.count == 0) parts.until = ical_date(last);
  state_->iterator.reset(icalrecur_iterator_new(parts, ical_date(begin)));  // null when the rule has no date at all
  if (state_->iterator && rule.count == 0 && begin < from) icalrecur_iterator_set_start(state_->iterator.get(), ical_date(from));
}

Dates::~Dates() = default;
Dates::Dates(Dates&&) noexcept = default;
Dates& Dates::operator=(Dates&&) noexcept = default;

std::optional<LocalDate> Dates::next() {
  while (state_->iterator) {
    const icaltimetype found = icalrecur_iterator_next(state_->iterator.get());
    const LocalDate date{found.year, found.month, found.day};
    if (icaltime_is_null_time(found) != 0 || state_->last < date) {
      state_->iterator.reset();
    } else if (!(date < state_->from)) {
      return date;
    }
  }
  return std::nullopt;
}

}  // namespace allybot::schedule
