// The clauses that say how often and on which days.
#include <algorithm>
#include <utility>

#include "bot/schedule/parser.h"

namespace allybot::schedule {

bool Parser::set_frequency(std::size_t begun, Frequency frequency, int interval) {
  const bool other_interval = said_.interval != 1 && interval != 1 && said_.interval != interval;
  if (said_.frequency && (*said_.frequency != frequency || other_interval)) {
    trouble(begun, at_, "contradiction");
    return true;
  }
  said_.interval = std::max(said_.interval, interval);
  said_.frequency = frequency;
  said_days(begun);
  return true;
}

bool Parser::unit(std::size_t begun, int interval) {
  if (take(Sense::Day)) return set_frequency(begun, Frequency::Daily, interval);
  if (take(Sense::Week)) return set_frequency(begun, Frequency::Weekly, interval);
  if (take(Sense::Fortnightly)) return set_frequency(begun, Frequency::Weekly, 2 * interval);
  if (take(Sense::Month)) return set_frequency(begun, Frequency::Monthly, interval);
  if (take(Sense::Quarterly)) return set_frequency(begun, Frequency::Monthly, 3 * interval);
  if (take(Sense::Year)) return set_frequency(begun, Frequency::Yearly, interval);
  return false;
}

bool Parser::every() {
  if (!peek_is(Sense::Every)) return false;
  const std::size_t begun = at_++;
  if (peek_is(Sense::TooOften)) return too_often(begun);
  if (unit(begun, 1)) return true;
  const bool other = take(Sense::Other);
  const bool ordinal = !other && (peek_is(Sense::Ordinal) || peek_is(Kind::OrdinalNumber));
  const bool number = !other && !ordinal && (peek_is(Kind::Number) || peek_is(Sense::Number));
  if (other || ordinal || number) {
    const int nth = other ? 2 : number_at(at_);
    if (!other) ++at_;
    if (peek_is(Sense::TooOften)) return too_often(begun);
    if (nth >= 1 && unit(begun, nth)) return true;
    if (nth >= 2 && workdays()) {  // every second weekday: of what?
      said_.unclear = true;
      said_.weekdays = vocabulary_.workdays;
      said_.interval = nth;
      said_.frequency = Frequency::Weekly;
      trouble(begun, at_, "two-readings");
      said_days(begun);
      return true;
    }
    const bool whole_list = ordinal && (peek_is(Sense::And) || peek_is(Kind::Comma) || peek_is(Sense::Through));
    if (nth >= 2 && peek_is(Sense::Weekday) && !whole_list) {
      if (other || number) {
        said_.weekdays = weekday_list();
        return set_frequency(begun, Frequency::Weekly, nth);
      }
      said_.every_nth = DaysSaid::EveryNth{nth, weekday_list()};
      said_days(begun);
      return true;
    }
    at_ = begun + 1;
  }
  if (ordinal_days() || weekdays() || dates()) {
    said_days(begun);
    return true;
  }
  if (!other && peek_is(Sense::MonthName)) {  // "every October"
    add_months(month_list());
    return true;
  }
  at_ = begun;
  return false;
}

bool Parser::out_of() {
  const std::size_t begun = at_;
  if (!take(Sense::The) && peek_is(Sense::Number) && peek()->word->value == 1) ++at_;
  const std::size_t what = at_;
  std::vector<int> weekdays;
  if (peek_is(Sense::Weekday))
    weekdays = weekday_list();
  else if (peek_is(Sense::Day) || peek_is(Sense::Week) || peek_is(Sense::Month) || peek_is(Sense::Year))
    ++at_;
  const bool number = at_ > what && take(Sense::OutOf) && (peek_is(Kind::Number) || peek_is(Sense::Number));
  if (!number || number_at(at_) < 2) {
    at_ = begun;
    return false;
  }
  const int nth = number_at(at_++);
  if (!weekdays.empty()) {
    add_weekdays(begun, std::move(weekdays));
    return set_frequency(begun, Frequency::Weekly, nth);
  }
  const std::size_t end = std::exchange(at_, what);
  unit(begun, nth);
  at_ = end;
  said_days(begun);
  return true;
}

bool Parser::too_often(std::size_t begun) {
  ++at_;
  trouble(begun, at_, "too-often");
  return true;
}

bool Parser::often() {
  const std::size_t begun = at_;
  if (peek_is(Sense::Often)) return set_frequency(begun, static_cast<Frequency>(tokens_[at_++].word->value), 1);
  if (take(Sense::Fortnightly)) return set_frequency(begun, Frequency::Weekly, 2);
  if (take(Sense::Quarterly)) return set_frequency(begun, Frequency::Monthly, 3);
  if (take(Sense::Unclear)) {
    trouble(begun, at_, "two-readings");
    said_.unclear = true;
    return set_frequency(begun, Frequency::Weekly, 2);
  }
  return false;
}

bool Parser::workdays() {
  const std::size_t begun = at_;
  if (take(Sense::Working) && take(Sense::Day)) return true;
  at_ = begun;
  return take(Sense::Workdays);
}

bool Parser::add_weekdays(std::size_t begun, std::vector<int> list) {
  said_.weekdays.insert(said_.weekdays.end(), list.begin(), list.end());
  said_days(begun);
  return true;
}

bool Parser::weekdays() {
  const std::size_t begun = at_;
  if (workdays()) return add_weekdays(begun, vocabulary_.workdays);
  if (take(Sense::Weekend)) {
    std::vector<int> weekend;
    for (int day = 1; day <= 7; ++day)
      if (std::find(vocabulary_.workdays.begin(), vocabulary_.workdays.end(), day) == vocabulary_.workdays.end())
        weekend.push_back(day);
    return add_weekdays(begun, std::move(weekend));
  }
  if (peek_is(Sense::Weekday)) return add_weekdays(begun, weekday_list());
  return false;
}

std::vector<int> Parser::weekday_list() {
  std::vector<int> list;
  do {
    const int first = tokens_[at_++].word->value;
    list.push_back(first);
    if (peek_is(Sense::Through) && peek_is(Sense::Weekday, 1)) {
      const int last = peek(1)->word->value;
      at_ += 2;
      for (int day = first; day != last;) list.push_back(day = day % 7 + 1);
    }
  } while (separator(Sense::Weekday));
  return list;
}

int Parser::take_ordinal() {
  const int nth = number_at(at_++);
  if (nth == 2 && peek_is(Sense::Through) && peek_is(Sense::Ordinal, 1) && peek(1)->word->value == -1) {  // "second to last"
    at_ += 2;
    return -2;
  }
  return nth;
}

bool Parser::ordinal_days() {
  if (!ordinal_here()) return false;
  const std::size_t begun = at_;
  bool figures = true;
  std::vector<int> list;
  do {
    figures = figures && peek_is(Kind::OrdinalNumber);
    list.push_back(take_ordinal());
  } while (separator([&] { return ordinal_here(); }));
  if (workdays()) {
    said_.month_workdays.insert(said_.month_workdays.end(), list.begin(), list.end());
  } else if (peek_is(Sense::Weekday)) {
    for (const int weekday : weekday_list())
      for (const int nth : list) said_.month_weekdays.push_back({nth, weekday});
  } else if (take(Sense::Day) || figures || of_the_month()) {
    said_.month_days.insert(said_.month_days.end(), list.begin(), list.end());
    if (peek_is(Sense::Of) && peek_is(Sense::MonthName, 1)) ++at_;
    if (peek_is(Sense::MonthName)) add_months(month_list());  // "8th of March"
  } else {
    at_ = begun;
    return false;
  }
  said_days(begun);
  return true;
}

std::vector<int> Parser::month_list() {
  std::vector<int> list;
  do {
    list.push_back(tokens_[at_++].word->value);
  } while (separator(Sense::MonthName));
  return list;
}

bool Parser::dates() {
  const std::size_t begun = at_;
  const bool day_follows = peek_is(Sense::The) || peek_is(Sense::Day);
  if (peek_is(Sense::MonthName) && (peek_is(Kind::Number, 1) || peek_is(Kind::OrdinalNumber, 1)) && peek(1)->value <= 31) {
    add_months({peek()->word->value});
    said_.month_days.push_back(peek(1)->value);
    at_ += 2;
  } else if (peek_is(Kind::Number) && (peek_is(Sense::MonthName, 1) || (peek_is(Sense::Of, 1) && peek_is(Sense::MonthName, 2)))) {
    said_.month_days.push_back(peek()->value);
    ++at_;
    take(Sense::Of);
    add_months(month_list());
  } else if (day_follows && peek_is(Kind::Number, 1) && peek(1)->value >= 1 && peek(1)->value <= 31) {
    said_.month_days.push_back(peek(1)->value);
    at_ += 2;
    if (peek_is(Sense::MonthName) || (peek_is(Sense::Of) && peek_is(Sense::MonthName, 1))) {  // "le 8 mars", "el 8 de marzo"
      take(Sense::Of);
      add_months(month_list());
    }
  } else {
    return false;
  }
  said_days(begun);
  return true;
}

bool Parser::times() {
  if ((!peek_is(Kind::Number) && !peek_is(Sense::Number)) || !peek_is(Sense::Times, 1)) return false;
  const std::size_t begun = at_;
  const int count = number_at(at_);
  at_ += 2;
  if (count < 1 || count > 1000 || said_.count != 0) {
    trouble(begun, at_, "unknown-words");
  } else {
    said_.count = count;
  }
  return true;
}

bool Parser::bare_unit() {
  const std::size_t begun = at_;
  const bool of = take(Sense::Of);
  const bool within = !of && peek_is(Sense::In) && peek_is(Sense::Month, 1) && take(Sense::In);  // "im Monat"
  const bool article = take(Sense::The);
  if (of && peek_is(Sense::Every)) {
    said_.of_month = true;
    return true;
  }
  if ((of || within || article) && peek_is(Sense::Month)) {
    said_.of_month = true;
    ++at_;
    said_days(begun);
    return said_.frequency ? true : set_frequency(begun, Frequency::Monthly, 1);
  }
  const bool day = peek_is(Sense::Day) && !peek_is(Kind::Number, 1);  // "el dia 15" is a date
  if (article && (peek_is(Sense::Week) || day || peek_is(Sense::Year))) return unit(begun, 1);
  at_ = begun;
  return false;
}

}  // namespace allybot::schedule
