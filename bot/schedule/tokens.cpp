#include "bot/schedule/tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "bot/core/text.h"

namespace allybot::schedule {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Figures at the front, at most four; how many there were.
std::size_t take_number(std::string_view text, int& into) {
  std::size_t count = 0;
  into = 0;
  while (count < text.size() && count < 4 && is_digit(text[count])) into = into * 10 + (text[count++] - '0');
  return count < text.size() && is_digit(text[count]) ? 0 : count;
}

std::string without(std::string_view text, std::string_view dropped) {
  std::string kept;
  for (const char c : text)
    if (dropped.find(c) == std::string_view::npos) kept += c;
  return kept;
}

/// "9:30", "9.30", "9h30", "9h", "2pm", "2:30pm", "2.30p.m.".
std::optional<std::pair<int, int>> clock_of(std::string_view text, const Wording& wording) {
  int hour = 0, minute = 0;
  const std::size_t first = take_number(text, hour);
  if (first == 0 || first > 2) return std::nullopt;
  std::string_view rest = text.substr(first);
  const bool hour_mark = !rest.empty() && rest[0] == 'h';
  bool minutes_follow = false;
  if (!rest.empty() && (rest[0] == ':' || rest[0] == '.' || hour_mark)) {
    const std::size_t second = take_number(rest.substr(1), minute);
    minutes_follow = second == 2;
    if (second != 2 && !(hour_mark && rest.size() == 1)) return std::nullopt;
    rest = rest.substr(1 + second);
  }
  if (rest.empty() && !minutes_follow && !hour_mark) return std::nullopt;
  if (!rest.empty()) {
    const Word* half = wording.find(without(rest, "."));
    if (half == nullptr || !(half->is(Sense::Am) || half->is(Sense::Pm))) return std::nullopt;
    hour = hour_of_day(hour, *half);
  }
  if (hour < 0 || hour > 23 || minute > 59) return std::nullopt;
  return std::pair(hour, minute);
}

/// Figures with two separators: a date, or at least nothing else.
bool looks_like_a_date(std::string_view text) {
  for (const char separator : {'-', '.', '/'}) {
    const auto parts = split(text, separator);
    const bool open_end = parts.size() == 3 && separator == '.' && parts[2].empty();  // "31.12."
    if (parts.size() != 3) continue;
    int number = 0;
    const auto whole = [&](std::string_view part) { return !part.empty() && take_number(part, number) == part.size(); };
    if (whole(parts[0]) && whole(parts[1]) && (open_end || whole(parts[2]))) return true;
  }
  return false;
}

class Lexer {
 public:
  Lexer(std::string_view text, const Wording& wording) : text_(text), wording_(wording) {}

  std::vector<Token> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (is_space(text_[at])) {
        ++at;
      } else if (text_[at] == ',' || text_[at] == ';') {
        push(Token::Kind::Comma, at, at + 1);
        ++at;
      } else if (const std::size_t end = several_words_at(at); end != at) {
        at = end;
      } else {
        at = word_at(at);
      }
    }
    return std::move(tokens_);
  }

 private:
  Token& push(Token::Kind kind, std::size_t begin, std::size_t end) {
    Token token;
    token.kind = kind;
    token.begin = begin;
    token.end = end;
    token.text = fold_case(text_.substr(begin, end - begin));
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  /// The longest entry of several words that begins here ("jeden zweiten" is none, "second to last" may be); where it ends.
  std::size_t several_words_at(std::size_t begin) {
    std::size_t found = begin;
    const Word* longest = nullptr;
    std::size_t end = begin;
    std::string words;
    for (std::size_t count = 1; count <= wording_.most_words && end < text_.size(); ++count) {
      while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
      std::size_t to = end;
      while (to < text_.size() && !is_space(text_[to]) && text_[to] != ',' && text_[to] != ';') ++to;
      if (to == end) break;
      words += (words.empty() ? "" : " ") + plain(text_.substr(end, to - end));
      end = to;
      const Word* word = count > 1 ? wording_.find(words) : nullptr;
      if (word != nullptr) longest = word, found = end;
    }
    if (longest != nullptr) push(Token::Kind::Known, begin, found).word = longest;
    return found;
  }

  std::size_t word_at(std::size_t begin) {
    std::size_t end = begin;
    while (end < text_.size() && !is_space(text_[end])) ++end;
    const std::string folded = fold_case(text_.substr(begin, end - begin));
    if (folded.rfind("rrule:", 0) == 0 || folded.rfind("freq=", 0) == 0) {  // its commas are its own
      push(Token::Kind::Rule, begin, end);
      return end;
    }
    end = std::min({end, text_.find(',', begin), text_.find(';', begin)});
    classify(begin, end);
    return end;
  }

  void classify(std::size_t begin, std::size_t end) {
    if (looks_like_a_date(text_.substr(begin, end - begin))) {
      push(Token::Kind::Date, begin, end);
      return;
    }
    if (std::string_view(text_).substr(begin, end - begin).ends_with('.') && number(text_.substr(begin, end - begin), begin, end))
      return;  // "15." where that is an ordinal
    std::size_t shown = end;
    while (shown > begin + 1 && std::string_view(".!?:").find(text_[shown - 1]) != std::string_view::npos) --shown;
    const std::string folded = fold_case(text_.substr(begin, shown - begin));
    if (const Word* word = wording_.find(plain(folded))) {  // "o'clock", "p.m."
      push(Token::Kind::Known, begin, shown).word = word;
    } else if (const auto clock = clock_of(folded, wording_)) {
      Token& token = push(Token::Kind::Clock, begin, shown);
      token.value = clock->first;
      token.minute = clock->second;
    } else if (!number(folded, begin, shown) && !weekdays_joined(begin, shown) && !elided(begin, shown)) {
      push(Token::Kind::Unknown, begin, shown);
    }
  }

  /// "l'annee", "d'octobre": a word that lost its vowel, and the next one.
  bool elided(std::size_t begin, std::size_t end) {
    static constexpr std::string_view kCurly = "\xE2\x80\x99";
    const std::string_view text = text_.substr(begin, end - begin);
    const auto plain_mark = text.find('\''), curly = text.find(kCurly);
    const auto mark = std::min(plain_mark, curly);
    if (mark == std::string_view::npos) return false;
    const std::size_t rest = begin + mark + (mark == curly ? kCurly.size() : 1);
    const Word* before = wording_.find(plain(text.substr(0, mark)));
    if (before == nullptr || rest >= end) return false;
    push(Token::Kind::Known, begin, rest).word = before;
    classify(rest, end);
    return true;
  }

  bool number(std::string_view text, std::size_t begin, std::size_t end) {
    const std::string folded = fold_case(text);
    int value = 0;
    const std::size_t digits = take_number(folded, value);
    if (digits == 0) return false;
    const std::string_view ending = std::string_view(folded).substr(digits);
    const bool ordinal =
        std::find(wording_.ordinal_endings.begin(), wording_.ordinal_endings.end(), ending) != wording_.ordinal_endings.end();
    if (!ending.empty() && !ordinal) return false;
    Token& token = push(ordinal ? Token::Kind::OrdinalNumber : Token::Kind::Number, begin, end);
    token.value = value;
    token.digits = digits;
    return true;
  }

  /// "Mon-Fri", with an en dash too, "Tue/Thu", "Tue+Thu", "Tue&Thu": weekdays with what joins them.
  bool weekdays_joined(std::size_t begin, std::size_t end) {
    static constexpr std::string_view kDash = "\xE2\x80\x93";
    struct Part {
      std::size_t begin, end;
      Sense joined_by;
    };
    std::vector<Part> parts{{begin, begin, Sense::And}};
    for (std::size_t at = begin; at < end;) {
      const bool dash = text_.substr(at, kDash.size()) == kDash;
      const char c = text_[at];
      if (dash || c == '-' || c == '/' || c == '+' || c == '&') {
        at += dash ? kDash.size() : 1;
        parts.push_back({at, at, dash || c == '-' ? Sense::Through : Sense::And});
      } else {
        parts.back().end = ++at;
      }
    }
    if (parts.size() < 2) return false;
    for (const Part& part : parts) {
      const Word* word = wording_.find(plain(text_.substr(part.begin, part.end - part.begin)));
      if (word == nullptr || !word->is(Sense::Weekday)) return false;
    }
    static const Word kAnd{"and", Sense::And}, kThrough{"to", Sense::Through};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0)
        push(Token::Kind::Known, parts[i].begin - 1, parts[i].begin).word =
            parts[i].joined_by == Sense::Through ? &kThrough : &kAnd;
      Token& day = push(Token::Kind::Known, parts[i].begin, parts[i].end);
      day.word = wording_.find(plain(day.text));
    }
    return true;
  }

  std::string_view text_;
  const Wording& wording_;
  std::vector<Token> tokens_;
};

}  // namespace

int hour_of_day(int hour, const Word& half) {
  if (half.is(Sense::Am)) return hour >= 1 && hour <= 12 ? hour % 12 : -1;
  if (hour >= 13 && hour <= 23) return hour;  // "14:30 pm" leaves no doubt
  return hour >= 1 && hour <= 12 ? hour % 12 + 12 : -1;
}

std::vector<Token> tokens_of(std::string_view text, const Wording& wording) { return Lexer(text, wording).run(); }

}  // namespace allybot::schedule
