#include "bot/schedule/rest_words.h"

#include <string>

#include "bot/schedule/date_words.h"
#include "bot/schedule/phrase.h"
#include "bot/schedule/tokens.h"

namespace allybot::schedule {
namespace {

constexpr std::size_t kLongestText = 100;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

constexpr int kHalfDay = 12 * 60, kDay = 24 * 60;
/// Nobody is quiet for longer than that: where a shorter span may be meant, it is.
constexpr int kLongestSpan = 16 * 60;

/// The minutes of the day that a time may mean; `at` moves behind it.
std::vector<int> take_time(std::string_view text, const std::vector<Token>& tokens, std::size_t& at, const Wording& wording) {
  const auto introduces = [](const Token& token) {  // "de las 20 h", "von 20 Uhr", "from 8 pm"
    return token.is(Sense::Of) || token.is(Sense::At) || token.is(Sense::The) || token.is(Sense::Filler);
  };
  while (at < tokens.size() && introduces(tokens[at])) ++at;
  if (at < tokens.size() && tokens[at].kind == Token::Kind::Number && tokens[at].value == 24) {
    ++at;
    if (at < tokens.size() && tokens[at].is(Sense::Oclock)) ++at;
    return {0};
  }
  const std::size_t begun = at;
  const auto times = take_clock(text, tokens, at, wording);
  if (times.empty()) return {};
  const int minutes = times.front().hour * 60 + times.front().minute;
  if (minutes > kDay) return {};
  bool in_words = false, half_said = false;
  for (std::size_t one = begun; one < at; ++one) {
    const Token& token = tokens[one];
    in_words = in_words || token.is(Sense::Number) || token.is(Sense::PartBefore) || token.is(Sense::PartAfter);
    half_said = half_said || token.is(Sense::Am) || token.is(Sense::Pm) || token.is(Sense::Clock);
  }
  std::vector<int> readings = {minutes % kDay};
  if (in_words && !half_said && minutes < 13 * 60) readings.push_back((minutes + kHalfDay) % kDay);
  return readings;
}

bool take_through(const std::vector<Token>& tokens, std::size_t& at) {
  if (at >= tokens.size()) return false;
  if (!(tokens[at].text == "-" || tokens[at].is(Sense::Through) || tokens[at].is(Sense::Until) || tokens[at].is(Sense::At)))
    return false;
  ++at;
  return true;
}

/// The spans between them; the long ones only where there are no others.
std::vector<QuietHours> spans_of(const std::vector<int>& begins, const std::vector<int>& ends) {
  std::vector<QuietHours> sensible, all;
  for (const int begin : begins) {
    for (const int end : ends) {
      if (begin == end) continue;
      all.push_back({begin, end});
      if ((end - begin + kDay) % kDay <= kLongestSpan) sensible.push_back({begin, end});
    }
  }
  return sensible.empty() ? all : sensible;
}

}  // namespace

std::vector<QuietHours> read_quiet_words(std::string_view text, const Wordings& wordings) {
  if (text.size() > kLongestText) return {};
  static constexpr std::string_view kDash = "\xE2\x80\x93";
  std::string spaced;
  for (std::size_t at = 0; at < text.size();) {
    const bool dash = text.substr(at, kDash.size()) == kDash;
    const bool in_a_word = at > 0 && is_letter(text[at - 1]) && at + 1 < text.size() && is_letter(text[at + 1]);
    if (dash || (text[at] == '-' && !in_a_word))  // "twenty-two" is one word
      spaced += " - ";
    else
      spaced += text[at];
    at += dash ? kDash.size() : 1;
  }
  const auto read = first_read(wordings, [&](const Wording& wording) -> std::optional<std::vector<QuietHours>> {
    const auto tokens = tokens_of(spaced, wording);
    std::size_t at = 0;
    const auto begins = take_time(spaced, tokens, at, wording);
    if (begins.empty() || !take_through(tokens, at)) return std::nullopt;
    const auto ends = take_time(spaced, tokens, at, wording);
    if (at != tokens.size()) return std::nullopt;
    auto spans = spans_of(begins, ends);
    return spans.empty() ? std::nullopt : std::optional(std::move(spans));
  });
  return read.value_or(std::vector<QuietHours>());
}

std::optional<DateSpan> read_span_words(std::string_view text, const LocalDate& today, const Wordings& wordings) {
  if (text.size() > kLongestText) return std::nullopt;
  return first_read(wordings, [&](const Wording& wording) -> std::optional<DateSpan> {
    const auto tokens = tokens_of(text, wording);
    std::size_t at = 0;
    const auto first = take_date(tokens, at, today);
    if (!first || *first < today) return std::nullopt;
    if (at == tokens.size()) return DateSpan{*first, *first};
    if (!take_through(tokens, at)) return std::nullopt;
    const auto last = take_date(tokens, at, *first);
    if (!last || at != tokens.size() || *last < *first) return std::nullopt;
    return DateSpan{*first, *last};
  });
}

}  // namespace allybot::schedule
