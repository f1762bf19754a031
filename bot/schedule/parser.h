// The parser behind read_phrase(): one object per text, recursive descent over its tokens.
// Must never be used by anything but phrase*.cpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/schedule/phrase.h"

namespace allybot::schedule {

/// Clauses may stand in any order. Each taker moves `at_` only when it took something, and says whether it did.
class Parser {
 public:
  using Kind = Token::Kind;

  Parser(std::string_view text, const std::vector<Token>& tokens, const Wording& wording, const Vocabulary& vocabulary,
         const LocalDate& today)
      : text_(text), tokens_(tokens), wording_(wording), vocabulary_(vocabulary), today_(today) {
    said_.workdays = vocabulary.workdays;
  }

  Draft run();
  /// The readings of a time of day at `at`, which moves behind it; none when there is no time.
  std::vector<ClockTime> time_at(std::size_t& at);

 private:
  const Token* peek(std::size_t ahead = 0) const { return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr; }
  bool peek_is(Sense sense, std::size_t ahead = 0) const { return peek(ahead) != nullptr && peek(ahead)->is(sense); }
  bool peek_is(Kind kind, std::size_t ahead = 0) const { return peek(ahead) != nullptr && peek(ahead)->kind == kind; }
  bool take(Sense sense) { return peek_is(sense) && ++at_ > 0; }
  std::string words(std::size_t begin, std::size_t end) const;
  void trouble(std::size_t begin, std::size_t end, const char* why, std::vector<std::string> instead = {});
  void unknown(std::size_t begun);
  void said_days(std::size_t begun);
  bool raw_rule();
  bool set_time(std::size_t begun, std::vector<ClockTime> times);
  /// "9:30", "2 pm", "at noon", "at 5", "10 o'clock".
  bool clock();
  /// "half past nine", "halb zehn", "nueve y media", "nine thirty": the minutes said in words, before the hour or behind it.
  bool spoken_clock(std::size_t begun);
  std::optional<int> minutes_behind();
  int number_at(std::size_t index) const {
    return tokens_[index].word != nullptr ? tokens_[index].word->value : tokens_[index].value;
  }
  /// An hour without minutes. From 8 to 12 it is taken as written, for nobody means ten at night for a nudge at work;
  /// 1 to 7 could be either half of the day and are asked about.
  bool hour_alone(std::size_t begun);
  /// "daily 9"; figures that look like a year are none.
  bool bare_hour() {
    const bool year = peek_is(Kind::Number) && peek()->digits == 4 && peek()->value / 100 == 20;
    return peek_is(Kind::Number) && !year && draft_.times.empty() && hour_alone(at_);
  }
  bool set_frequency(std::size_t begun, Frequency frequency, int interval);
  bool unit(std::size_t begun, int interval);
  /// Everything that begins with "every".
  bool every();
  /// "one Tuesday out of two", "one week out of two".
  bool out_of();
  bool too_often(std::size_t begun);
  bool often();
  bool workdays();
  bool add_weekdays(std::size_t begun, std::vector<int> list);
  bool weekdays();
  /// Moves over ", ", "and", ", and", "and the" when `sense` follows.
  bool separator(Sense sense) {
    return separator([&] { return peek_is(sense); });
  }
  template <class Follows>
  bool separator(Follows&& follows) {
    const std::size_t begun = at_;
    if (peek_is(Kind::Comma)) ++at_;
    take(Sense::And);
    if (at_ == begun) return false;
    take(Sense::The);
    take(Sense::Every);
    if (follows()) return true;
    at_ = begun;
    return false;
  }
  std::vector<int> weekday_list();
  bool ordinal_here() const { return peek_is(Sense::Ordinal) || peek_is(Kind::OrdinalNumber); }
  int take_ordinal();
  /// The day of a month is meant although the word is missing: "monthly on the first", "the last of the month".
  bool of_the_month() const {
    return said_.frequency == Frequency::Monthly ||
           (peek_is(Sense::Of) && (peek_is(Sense::Month, 1) || peek_is(Sense::Month, 2)));
  }
  /// "first Monday", "1st and 3rd Tuesday", "last Friday of the month", "15th", "last day", "first working day".
  bool ordinal_days();
  void add_months(const std::vector<int>& list) { said_.months.insert(said_.months.end(), list.begin(), list.end()); }
  std::vector<int> month_list();
  /// "8 March", "March 8", "the 15", "day 15".
  bool dates();
  bool kind();
  /// "skip holidays", "moved before days off", "not on holidays", "also on holidays".
  bool day_off();
  /// "late once", "never late".
  bool late();
  /// Where a name ends at the latest: a comma, or the next clause.
  std::size_t name_limit(std::size_t from) const;
  /// Where a name that is not known ends: at the next word that the grammar knows, but at least one word.
  std::size_t unknown_end(std::size_t from) const;
  bool about();
  bool peek_kind() const { return kind_here().second > 0; }
  /// The kind that is named here, and by how many tokens.
  std::pair<std::string, std::size_t> kind_here() const;
  /// The end of the longest name of a topic that begins at `from`; `from` when there is none.
  std::size_t longest_topic(std::size_t from) const;
  bool topic();
  bool until();
  /// "in October", "in Berlin", "of March".
  bool within();
  bool zone_here();
  /// "9:30 CET", "10:00 Berlin time": only right after the time.
  bool bare_zone() { return after_time_ && peek_is(Kind::Unknown) && zone_here(); }
  bool times();
  /// "of the month", "a week", "in the month".
  bool bare_unit();
  bool filler();

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const Wording& wording_;
  const Vocabulary& vocabulary_;
  const LocalDate& today_;
  Draft draft_;
  DaysSaid said_;
  std::size_t at_ = 0;
  std::size_t days_begin_ = std::string::npos, days_end_ = 0;
  std::size_t tokens_at_time_ = std::string::npos;
  bool after_time_ = false;
};

}  // namespace allybot::schedule
