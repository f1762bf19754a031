#include "bot/schedule/date_words.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/schedule/calendar.h"
#include "bot/schedule/words.h"

namespace allybot::schedule {
namespace {

class DateReader {
 public:
  DateReader(const std::vector<Token>& tokens, std::size_t& at, const LocalDate& today)
      : tokens_(tokens), at_(at), today_(today) {}

  std::optional<LocalDate> read() {
    const std::size_t begun = at_;
    for (const auto reading : {&DateReader::figures, &DateReader::near_day, &DateReader::next, &DateReader::end_of,
                               &DateReader::from_now, &DateReader::day_and_month, &DateReader::day_alone}) {
      at_ = begun;
      if (auto date = (this->*reading)()) return date;
    }
    at_ = begun;
    if (!peek(Sense::On) && !peek(Sense::Of)) return std::nullopt;
    ++at_;  // "am Freitag", "du 21 decembre"
    auto date = read();
    if (!date) at_ = begun;
    return date;
  }

 private:
  const Token* peek(std::size_t ahead = 0) const { return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr; }
  bool peek(Sense sense) const { return peek() != nullptr && peek()->is(sense); }
  bool take(Sense sense) {
    if (!peek(sense)) return false;
    ++at_;
    return true;
  }
  const Token* take(Token::Kind kind) {
    const Token* token = peek();
    if (token == nullptr || token->kind != kind) return nullptr;
    ++at_;
    return token;
  }
  std::optional<int> take_count() {
    if (const Token* number = take(Token::Kind::Number)) return number->value;
    if (peek(Sense::Number)) return tokens_[at_++].word->value;
    return std::nullopt;
  }
  std::optional<int> take_day() {
    const Token* token = peek();
    if (token == nullptr || (token->kind != Token::Kind::Number && token->kind != Token::Kind::OrdinalNumber))
      return std::nullopt;
    if (token->value < 1 || token->value > 31) return std::nullopt;
    ++at_;
    return token->value;
  }
  std::optional<int> take_month() {
    if (!peek(Sense::MonthName)) return std::nullopt;
    return tokens_[at_++].word->value;
  }
  /// ", 2026" or "2026".
  std::optional<int> take_year() {
    const std::size_t begun = at_;
    if (take(Token::Kind::Comma) == nullptr) take(Sense::Of);  // "3 de marzo de 2027"
    const Token* token = take(Token::Kind::Number);
    if (token != nullptr && token->digits == 4 && token->value >= 1970 && token->value <= 2199) return token->value;
    at_ = begun;
    return std::nullopt;
  }

  std::optional<LocalDate> figures() {
    const Token* token = take(Token::Kind::Date);
    if (token == nullptr) return std::nullopt;
    const auto number = [](std::string_view part) {
      std::int64_t value = -1;
      return parse_number(part, value) ? static_cast<int>(value) : -1;
    };
    const auto dashes = split(token->text, '-'), dots = split(token->text, '.'), slashes = split(token->text, '/');
    if (dashes.size() == 3 && dashes[0].size() == 4) return checked_date(number(dashes[0]), number(dashes[1]), number(dashes[2]));
    if (dots.size() == 3) {  // always day first where dots are written
      if (dots[2].empty()) return next_such(number(dots[0]), number(dots[1]));
      return dots[2].size() == 4 ? checked_date(number(dots[2]), number(dots[1]), number(dots[0])) : std::nullopt;
    }
    if (slashes.size() == 3 && slashes[0].size() == 4)
      return checked_date(number(slashes[0]), number(slashes[1]), number(slashes[2]));
    if (slashes.size() == 3 && slashes[2].size() == 4) {
      const int one = number(slashes[0]), other = number(slashes[1]);
      if (one > 12) return checked_date(number(slashes[2]), other, one);
      if (other > 12 || one == other) return checked_date(number(slashes[2]), one, other);
    }
    return std::nullopt;
  }

  std::optional<LocalDate> near_day() {
    if (take(Sense::Today)) return today_;
    if (take(Sense::Tomorrow)) return plus_days(today_, 1);
    take(Sense::The);
    if (!peek(Sense::Weekday)) return std::nullopt;
    const int weekday = tokens_[at_++].word->value;
    if (take(Sense::Next)) return plus_days(monday(), weekday - 1);        // "vendredi prochain"
    return plus_days(today_, (weekday - weekday_of(today_) + 6) % 7 + 1);  // said on a Friday, Friday is next week's
  }

  /// "next Friday" is that of next week.
  std::optional<LocalDate> next() {
    take(Sense::The);
    const bool before = take(Sense::Next);
    if (before && peek(Sense::Weekday)) return plus_days(monday(), tokens_[at_++].word->value - 1);
    std::optional<LocalDate> date;
    if (take(Sense::Week))
      date = monday();
    else if (take(Sense::Month))
      date = first_of_month(1);
    else if (take(Sense::Year))
      date = LocalDate{today_.year + 1, 1, 1};
    return before || take(Sense::Next) ? date : std::nullopt;  // "la semana proxima"
  }

  std::optional<LocalDate> end_of() {
    take(Sense::The);
    if (!take(Sense::End)) return std::nullopt;
    take(Sense::Of);
    take(Sense::The);
    if (take(Sense::Month)) return LocalDate{today_.year, today_.month, last_day_of_month(today_.year, today_.month)};
    if (take(Sense::Year)) return LocalDate{today_.year, 12, 31};
    if (take(Sense::Week)) return plus_days(today_, 7 - weekday_of(today_));
    if (const auto month = take_month()) {
      const auto year = take_year();
      const int in_year = year ? *year : *month < today_.month ? today_.year + 1 : today_.year;
      return LocalDate{in_year, *month, last_day_of_month(in_year, *month)};
    }
    return std::nullopt;
  }

  /// "in 2 weeks".
  std::optional<LocalDate> from_now() {
    if (!take(Sense::In)) return std::nullopt;
    auto count = take_count();
    if (!count && take(Sense::The)) count = 1;  // "in a week"
    if (!count || *count < 1 || *count > 1000) return std::nullopt;
    if (take(Sense::Day)) return plus_days(today_, *count);
    if (take(Sense::Week)) return plus_days(today_, 7 * *count);
    if (take(Sense::Month)) {
      const LocalDate first = first_of_month(*count);
      return LocalDate{first.year, first.month, std::min(today_.day, last_day_of_month(first.year, first.month))};
    }
    return std::nullopt;
  }

  std::optional<LocalDate> day_and_month() {
    take(Sense::The);
    std::optional<int> day = take_day();
    if (day) take(Sense::Of);
    const auto month = take_month();
    if (!month) return std::nullopt;
    if (!day) day = take_day();
    if (!day) return std::nullopt;
    if (const auto year = take_year()) return checked_date(*year, *month, *day);
    return next_such(*day, *month);
  }

  /// "the 15th".
  std::optional<LocalDate> day_alone() {
    take(Sense::The);
    const Token* token = take(Token::Kind::OrdinalNumber);
    if (token == nullptr) return std::nullopt;
    for (int ahead = 0; ahead <= 12; ++ahead) {
      const LocalDate first = first_of_month(ahead);
      const auto date = checked_date(first.year, first.month, token->value);
      if (date && *date >= today_) return date;
    }
    return std::nullopt;
  }

  /// Of next week.
  LocalDate monday() const { return plus_days(today_, 8 - weekday_of(today_)); }

  LocalDate first_of_month(int ahead) const {
    const int months = today_.year * 12 + today_.month - 1 + ahead;
    return {months / 12, months % 12 + 1, 1};
  }

  /// From today on: this year's, or the next that there is (29 February).
  std::optional<LocalDate> next_such(int day, int month) const {
    for (int year = today_.year; year <= today_.year + 8; ++year) {
      const auto date = checked_date(year, month, day);
      if (date && *date >= today_) return date;
    }
    return std::nullopt;
  }

  const std::vector<Token>& tokens_;
  std::size_t& at_;
  const LocalDate& today_;
};

}  // namespace

std::optional<LocalDate> take_date(const std::vector<Token>& tokens, std::size_t& at, const LocalDate& today) {
  return DateReader(tokens, at, today).read();
}

std::optional<LocalDate> read_date(std::string_view text, const LocalDate& today, const Wordings& wordings) {
  if (text.size() > 100) return std::nullopt;
  return first_read(wordings, [&](const Wording& wording) -> std::optional<LocalDate> {
    const auto tokens = tokens_of(text, wording);
    std::size_t at = !tokens.empty() && tokens.front().is(Sense::Until) ? 1 : 0;
    const auto date = take_date(tokens, at, today);
    return at == tokens.size() ? date : std::nullopt;
  });
}

}  // namespace allybot::schedule
