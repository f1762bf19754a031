#include "bot/schedule/phrase.h"

#include <algorithm>
#include <utility>

#include "bot/schedule/calendar.h"
#include "bot/schedule/parser.h"

namespace allybot::schedule {

Draft Parser::run() {
  while (at_ < tokens_.size()) {
    const std::size_t begun = at_;
    const bool taken = raw_rule() || clock() || every() || out_of() || often() || ordinal_days() || weekdays() || dates() ||
                       day_off() || late() || kind() || about() || until() || bare_unit() || within() || times() || filler() ||
                       bare_zone() || bare_hour();
    if (!taken) unknown(begun);
    after_time_ = taken && tokens_at_time_ == at_;
  }
  draft_.days_words = words(days_begin_, days_end_);
  if (draft_.rules.empty()) {
    draft_.rules = rules_of(said_, today_);
    if (draft_.rules.empty() && said_.any()) trouble(days_begin_, days_end_, "contradiction");
  } else if (said_.any() || !said_.months.empty() || said_.count != 0) {
    trouble(days_begin_, days_end_, "contradiction");  // a rule says all of it
  }
  return std::move(draft_);
}

std::string Parser::words(std::size_t begin, std::size_t end) const {
  if (begin >= end) return {};
  return std::string(text_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin));
}

void Parser::trouble(std::size_t begin, std::size_t end, const char* why, std::vector<std::string> instead) {
  draft_.troubles.push_back({words(begin, end), why, std::move(instead)});
}

void Parser::unknown(std::size_t begun) {
  at_ = begun + 1;
  // "every tuseday": the word that is to blame is the next one.
  if (tokens_[begun].word != nullptr && peek_is(Kind::Unknown) && !peek_kind()) return;
  draft_.unknown_words.push_back(begun);
  trouble(begun, at_, tokens_[begun].is(Sense::TooOften) ? "too-often" : "unknown-words");
}

void Parser::said_days(std::size_t begun) {
  days_begin_ = std::min(days_begin_, begun);
  days_end_ = std::max(days_end_, at_);
}

bool Parser::raw_rule() {
  if (!peek_is(Kind::Rule)) return false;
  const std::size_t begun = at_++;
  auto read = read_rule(words(begun, at_));
  if (!read) {
    trouble(begun, at_, read.error().for_log.find("more often") != std::string::npos ? "too-often" : "rule");
    return true;
  }
  if (!draft_.rules.empty()) {
    trouble(begun, at_, "unknown-words");
    return true;
  }
  // What the standard would take from DTSTART is taken from today, so that the words say all of it.
  Rule& rule = read->rule;
  if (rule.days.empty() && rule.month_days.empty() && rule.year_days.empty()) {
    if (rule.frequency == Frequency::Weekly) rule.days = {{0, weekday_of(today_)}};
    if (rule.frequency == Frequency::Yearly && rule.months.empty()) rule.months = {today_.month};
    if (rule.frequency == Frequency::Monthly || rule.frequency == Frequency::Yearly) rule.month_days = {today_.day};
  }
  draft_.rules = {canonical(std::move(rule))};
  if (read->hour) draft_.times = {{*read->hour, read->minute.value_or(0)}};
  if (read->until) draft_.until = read->until;
  return true;
}

bool Parser::set_time(std::size_t begun, std::vector<ClockTime> times) {
  if (times.size() == 1 && times.front().hour == 12 && peek_is(Sense::Clock))  // "12 noon", "12 Uhr mittags"
    times.front().hour = tokens_[at_++].word->value;
  if (!draft_.times.empty() && draft_.times != times) {
    trouble(begun, at_, "two-times");
  } else {
    draft_.time_words = words(begun, at_);
    draft_.times = std::move(times);
  }
  tokens_at_time_ = at_;
  return true;
}

bool Parser::clock() {
  const std::size_t begun = at_;
  const bool at_said = take(Sense::At);
  if (spoken_clock(begun)) return true;
  if (peek_is(Sense::Clock)) return set_time(begun, {{tokens_[at_++].word->value, 0}});
  if (peek_is(Kind::Clock)) {
    ClockTime time{peek()->value, peek()->minute};
    ++at_;
    take(Sense::Oclock);
    if (peek_is(Sense::Am) || peek_is(Sense::Pm)) {
      const int hour = hour_of_day(time.hour, *peek()->word);
      if (hour >= 0) time.hour = hour, ++at_;
    }
    return set_time(begun, {time});
  }
  const bool numeral = peek_is(Kind::Number) || peek_is(Sense::Number);
  const std::size_t half = numeral && peek_is(Sense::Oclock, 1) ? 2 : 1;  // "10 heures du matin"
  if (numeral && (peek_is(Sense::Am, half) || peek_is(Sense::Pm, half))) {
    const int hour = hour_of_day(number_at(at_), *peek(half)->word);
    if (hour >= 0) {
      at_ += half + 1;
      return set_time(begun, {{hour, 0}});
    }
  }
  const bool minutes = half == 2 && peek_is(Kind::Number, 2) && peek(2)->digits == 2 && peek(2)->value < 60;
  if (minutes && number_at(at_) < 24) {  // "10 h 30", "10 Uhr 30"
    at_ += 3;
    return set_time(begun, {{number_at(at_ - 3), tokens_[at_ - 1].value}});
  }
  if (numeral && (at_said || peek_is(Sense::Oclock, 1)) && hour_alone(begun)) return true;
  at_ = begun;
  return false;
}

std::optional<int> Parser::minutes_behind() {
  const std::size_t begun = at_;
  take(Sense::And);
  if (peek_is(Sense::PartAfter)) return tokens_[at_++].word->as(Sense::PartAfter);
  if (peek_is(Sense::Number) && number_at(at_) > 12 && !peek_is(Sense::Times, 1)) return number_at(at_++);
  at_ = begun;
  return std::nullopt;
}

bool Parser::spoken_clock(std::size_t begun) {
  const std::size_t here = at_;
  std::optional<int> minutes;
  if (peek_is(Sense::PartBefore)) {
    minutes = tokens_[at_++].word->as(Sense::PartBefore);
    take(Sense::The);  // "cuarto para las diez"
  }
  const bool hour_named = peek_is(Sense::Clock);  // "midi et demi"
  if (hour_named || peek_is(Sense::Number) || (peek_is(Kind::Number) && peek()->digits <= 2)) {
    const bool padded = tokens_[at_].text.front() == '0';
    const int hour = number_at(at_++);
    if (!hour_named) take(Sense::Oclock);
    if (!minutes) minutes = minutes_behind();
    if (minutes && hour <= 23) {
      std::vector<int> hours = {hour};
      const bool half_said = !hour_named && (peek_is(Sense::Am) || peek_is(Sense::Pm));
      if (half_said && hour_of_day(hour, *peek()->word) >= 0)
        hours = {hour_of_day(hour, *tokens_[at_++].word)};
      else if (!hour_named && !padded && hour >= 1 && hour <= 7)
        hours = {hour, hour + 12};
      std::vector<ClockTime> times;
      for (const int one : hours) {
        const int minute_of_day = (one * 60 + *minutes + 24 * 60) % (24 * 60);
        times.push_back({minute_of_day / 60, minute_of_day % 60});
      }
      return set_time(begun, std::move(times));
    }
  }
  at_ = here;
  return false;
}

bool Parser::hour_alone(std::size_t begun) {
  const int hour = number_at(at_);
  const bool joined = tokens_[at_].digits == 4 || (tokens_[at_].digits == 3 && hour >= 100);  // "0930", "930"
  if (joined && hour / 100 <= 23 && hour % 100 <= 59) {
    ++at_;
    return set_time(begun, {{hour / 100, hour % 100}});
  }
  if (hour > 23 || joined) return false;
  ++at_;
  take(Sense::Oclock);
  if (hour >= 1 && hour <= 7 && tokens_[at_ - 1].text != "0" + std::to_string(hour))
    return set_time(begun, {{hour, 0}, {hour + 12, 0}});
  return set_time(begun, {{hour, 0}});
}

std::vector<ClockTime> Parser::time_at(std::size_t& at) {
  at_ = at;
  const bool numeral = peek_is(Kind::Number) || peek_is(Sense::Number);
  if (!clock() && !(numeral && hour_alone(at_))) return {};
  at = at_;
  return std::move(draft_.times);
}

std::vector<ClockTime> take_clock(std::string_view text, const std::vector<Token>& tokens, std::size_t& at,
                                  const Wording& wording) {
  const Vocabulary nothing{};
  const LocalDate no_day{};
  return Parser(text, tokens, wording, nothing, no_day).time_at(at);
}

bool Parser::filler() {
  const bool skipped = peek_is(Kind::Comma) || peek_is(Sense::Filler) || peek_is(Sense::And) || peek_is(Sense::On) ||
                       peek_is(Sense::The) || peek_is(Sense::Of) || peek_is(Sense::Once);
  if (skipped) ++at_;
  return skipped;
}

Draft read_phrase(std::string_view text, const std::vector<Token>& tokens, const Wording& wording, const Vocabulary& vocabulary,
                  const LocalDate& today) {
  return Parser(text, tokens, wording, vocabulary, today).run();
}

}  // namespace allybot::schedule
