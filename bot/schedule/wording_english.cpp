// English. Keep every word folded (lower case, no dots, no apostrophes).
#include <algorithm>

#include "bot/schedule/wording.h"

namespace allybot::schedule {
namespace {

void add(std::vector<Word>& words, Sense sense, int value, std::initializer_list<const char*> texts) {
  for (const char* text : texts) words.push_back({text, sense, value});
}

std::vector<Word> english_words() {
  std::vector<Word> words;
  add(words, Sense::Every, 0, {"every", "each", "per"});
  add(words, Sense::Other, 0, {"other", "alternate"});
  add(words, Sense::Ordinal, 1, {"first"});
  add(words, Sense::Ordinal, 2, {"second"});
  add(words, Sense::Ordinal, 3, {"third"});
  add(words, Sense::Ordinal, 4, {"fourth", "forth"});
  add(words, Sense::Ordinal, 5, {"fifth"});
  add(words, Sense::Ordinal, -1, {"last", "final"});
  add(words, Sense::Ordinal, -2, {"second-to-last", "penultimate"});
  add(words, Sense::Number, 1, {"one"});
  add(words, Sense::Number, 2, {"two"});
  add(words, Sense::Number, 3, {"three"});
  add(words, Sense::Number, 4, {"four"});
  add(words, Sense::Number, 5, {"five"});
  add(words, Sense::Number, 6, {"six"});
  add(words, Sense::Number, 7, {"seven"});
  add(words, Sense::Number, 8, {"eight"});
  add(words, Sense::Number, 9, {"nine"});
  add(words, Sense::Number, 10, {"ten"});
  add(words, Sense::Number, 11, {"eleven"});
  add(words, Sense::Number, 12, {"twelve"});
  add(words, Sense::Weekday, 1, {"monday", "mondays", "mon", "mons"});
  add(words, Sense::Weekday, 2, {"tuesday", "tuesdays", "tue", "tues"});
  add(words, Sense::Weekday, 3, {"wednesday", "wednesdays", "wed", "weds"});
  add(words, Sense::Weekday, 4, {"thursday", "thursdays", "thu", "thur", "thurs"});
  add(words, Sense::Weekday, 5, {"friday", "fridays", "fri"});
  add(words, Sense::Weekday, 6, {"saturday", "saturdays", "sat"});
  add(words, Sense::Weekday, 7, {"sunday", "sundays", "sun"});
  add(words, Sense::Workdays, 0, {"weekday", "weekdays", "workday", "workdays"});
  add(words, Sense::Working, 0, {"working", "work", "business"});
  add(words, Sense::Weekend, 0, {"weekend", "weekends"});
  add(words, Sense::Day, 0, {"day", "days"});
  add(words, Sense::Week, 0, {"week", "weeks"});
  add(words, Sense::Month, 0, {"month", "months"});
  add(words, Sense::Year, 0, {"year", "years"});
  add(words, Sense::Often, 0, {"daily", "everyday"});
  add(words, Sense::Often, 1, {"weekly"});
  add(words, Sense::Often, 2, {"monthly"});
  add(words, Sense::Often, 3, {"yearly", "annually"});
  add(words, Sense::Fortnightly, 0, {"fortnightly", "fortnight"});
  add(words, Sense::Quarterly, 0, {"quarterly", "quarter"});
  add(words, Sense::Unclear, 0, {"biweekly", "bi-weekly", "bimonthly", "bi-monthly"});
  add(words, Sense::TooOften, 0, {"hourly", "hour", "hours", "minute", "minutes", "minutely", "seconds"});
  add(words, Sense::MonthName, 1, {"january", "jan"});
  add(words, Sense::MonthName, 2, {"february", "feb"});
  add(words, Sense::MonthName, 3, {"march", "mar"});
  add(words, Sense::MonthName, 4, {"april", "apr"});
  add(words, Sense::MonthName, 5, {"may"});
  add(words, Sense::MonthName, 6, {"june", "jun"});
  add(words, Sense::MonthName, 7, {"july", "jul"});
  add(words, Sense::MonthName, 8, {"august", "aug"});
  add(words, Sense::MonthName, 9, {"september", "sep", "sept"});
  add(words, Sense::MonthName, 10, {"october", "oct"});
  add(words, Sense::MonthName, 11, {"november", "nov"});
  add(words, Sense::MonthName, 12, {"december", "dec"});
  add(words, Sense::At, 0, {"at", "@"});
  add(words, Sense::On, 0, {"on"});
  add(words, Sense::Of, 0, {"of"});
  add(words, Sense::The, 0, {"the", "a", "an"});
  add(words, Sense::And, 0, {"and", "&", "+"});
  add(words, Sense::Through, 0, {"to", "through", "thru"});
  add(words, Sense::In, 0, {"in"});
  add(words, Sense::About, 0, {"about", "regarding"});
  add(words, Sense::Until, 0, {"until", "till", "til", "ending"});
  add(words, Sense::Clock, 12, {"noon", "midday"});
  add(words, Sense::Clock, 0, {"midnight"});
  add(words, Sense::Am, 0, {"am"});
  add(words, Sense::Pm, 0, {"pm"});
  add(words, Sense::Oclock, 0, {"oclock"});
  add(words, Sense::Times, 0, {"times"});
  add(words, Sense::Today, 0, {"today"});
  add(words, Sense::Tomorrow, 0, {"tomorrow"});
  add(words, Sense::Next, 0, {"next"});
  add(words, Sense::End, 0, {"end"});
  add(words, Sense::Skip, 0, {"skip", "skipping", "except", "excluding", "without", "not"});
  add(words, Sense::Include, 0, {"also", "including", "even"});
  add(words, Sense::Before, 0, {"before"});
  add(words, Sense::After, 0, {"after"});
  add(words, Sense::Holiday, 0, {"holiday", "holidays"});
  add(words, Sense::Off, 0, {"off"});
  add(words, Sense::Move, 0, {"move", "moved", "moving"});
  add(words, Sense::Late, 0, {"late"});
  add(words, Sense::Once, 0, {"once"});
  add(words, Sense::Never, 0, {"never"});
  add(words, Sense::Usual, 0, {"usual", "usually", "normally"});
  add(words, Sense::Filler, 0, {"please", "post", "send", "share", "show", "us", "public", "bank"});
  return words;
}

std::vector<std::string> english_days_of_month() {
  std::vector<std::string> days;
  for (int day = 1; day <= 31; ++day) {
    const bool teen = day >= 11 && day <= 13;
    const char* ending = teen ? "th" : day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
    days.push_back(std::to_string(day) + ending);
  }
  return days;
}

Wording made() {
  Wording wording;
  wording.language = "en";
  wording.words = english_words();
  wording.ordinal_endings = {"st", "nd", "rd", "th"};
  wording.weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  wording.months = {"January", "February", "March",     "April",   "May",      "June",
                    "July",    "August",   "September", "October", "November", "December"};
  wording.ordinals = {"first", "second", "third", "fourth", "fifth"};
  wording.last = "last";
  wording.second_to_last = "second-to-last";
  wording.days_of_month = english_days_of_month();
  wording.and_word = "and";
  wording.phrases = {
      {"daily", "daily"},
      {"every second day", "every second day"},
      {"every n days", "every {n} days"},
      {"weekdays", "weekdays"},
      {"weekends", "weekends"},
      {"every weekday", "every {days}"},
      {"every second weekday", "every second {days}"},
      {"every n weeks", "every {n} weeks on {days}"},
      {"on a day", "on the {day} of {span}"},
      {"last day", "last day"},
      {"workday", "weekday"},
      {"the month", "the month"},
      {"every second month", "every second month"},
      {"every n months", "every {n} months"},
      {"yearly", "every year on {date}"},
      {"every second year", "every second year on {date}"},
      {"every n years", "every {n} years on {date}"},
      {"date", "{day} {month}"},
      {"within months", "{rule} in {months}"},
      {"at", "{rule} at {time}"},
      {"times", "{rule}, {n} times"},
      {"about", "about {topics}"},
      {"in", "in {zone}"},
      {"until", "until {date}"},
      {"skip holidays", "skip holidays"},
      {"before holidays", "before holidays"},
      {"after holidays", "after holidays"},
      {"skip days-off", "skip days off"},
      {"before days-off", "before days off"},
      {"after days-off", "after days off"},
      {"late once", "late once"},
      {"late never", "never late"},
  };
  return wording;
}

}  // namespace

const Word* Wording::find(std::string_view folded) const {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.text == folded; });
  return found == words.end() ? nullptr : &*found;
}

const Wording& english() {
  static const Wording wording = made();
  return wording;
}

}  // namespace allybot::schedule
