#include "bot/schedule/rest_words.h"

#include <string>

#include "bot/schedule/date_words.h"
#include "bot/schedule/tokens.h"

namespace allybot::schedule {
namespace {

constexpr std::size_t kLongestText = 100;

/// A time of day in minutes; `at` moves behind it.
std::optional<int> take_time(const std::vector<Token>& tokens, std::size_t& at) {
  while (at < tokens.size() && (tokens[at].is(Sense::Of) || tokens[at].is(Sense::At))) ++at;  // "de 20 h", "von 20 Uhr"
  if (at >= tokens.size()) return std::nullopt;
  const Token& token = tokens[at];
  int hour = token.value;
  if (token.is(Sense::Clock)) {
    ++at;
    return token.word->value * 60;
  }
  if (token.kind != Token::Kind::Clock && token.kind != Token::Kind::Number) return std::nullopt;
  ++at;
  if (at < tokens.size() && tokens[at].is(Sense::Oclock)) ++at;
  if (at < tokens.size() && (tokens[at].is(Sense::Am) || tokens[at].is(Sense::Pm))) hour = hour_of_day(hour, *tokens[at++].word);
  if (hour < 0 || hour > 24 || (hour == 24 && token.minute != 0)) return std::nullopt;
  return hour % 24 * 60 + token.minute;
}

bool take_through(const std::vector<Token>& tokens, std::size_t& at) {
  if (at >= tokens.size()) return false;
  if (!(tokens[at].text == "-" || tokens[at].is(Sense::Through) || tokens[at].is(Sense::Until) || tokens[at].is(Sense::At)))
    return false;
  ++at;
  return true;
}

}  // namespace

std::optional<QuietHours> read_quiet_words(std::string_view text, const Wordings& wordings) {
  if (text.size() > kLongestText) return std::nullopt;
  static constexpr std::string_view kDash = "\xE2\x80\x93";
  std::string spaced;
  for (std::size_t at = 0; at < text.size();) {
    const bool dash = text.substr(at, kDash.size()) == kDash;
    if (dash || text[at] == '-')
      spaced += " - ";
    else
      spaced += text[at];
    at += dash ? kDash.size() : 1;
  }
  return first_read(wordings, [&](const Wording& wording) -> std::optional<QuietHours> {
    const auto tokens = tokens_of(spaced, wording);
    std::size_t at = 0;
    const auto begin = take_time(tokens, at);
    if (!begin || !take_through(tokens, at)) return std::nullopt;
    const auto end = take_time(tokens, at);
    if (!end || at != tokens.size() || *begin == *end) return std::nullopt;
    return QuietHours{*begin, *end};
  });
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
