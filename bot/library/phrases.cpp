#include "bot/library/phrases.h"

#include <algorithm>
#include <iterator>

#include "bot/library/library.h"

namespace allybot::library {
namespace {

struct Builtin {
  std::string_view key, text;
};

/// What the bot has to be able to say when phrases.yaml is missing or broken. By key, for the search below.
constexpr Builtin kBuiltin[] = {
    {"button.another", "Another"},
    {"button.help", "Help"},
    {"button.myth", "A myth"},
    {"button.not-for-me", "Not for me"},
    {"button.share", "Share here"},
    {"button.tip", "A tip"},
    {"button.topics", "Topics"},
    {"button.useful", "Useful"},
    {"card.this-week", "This week"},
    {"card.source", "Source"},
    {"error.internal", "Something went wrong on my side. Please try again in a minute."},
    {"help.title", "What I can do"},
    {"limit.commands", "That was a lot in one minute. Please try again in a moment."},
    {"nothing.title", "Nothing found"},
};

}  // namespace

std::string_view builtin_phrase(std::string_view key) {
  const auto found = std::find_if(std::begin(kBuiltin), std::end(kBuiltin), [&](const Builtin& one) { return one.key == key; });
  return found == std::end(kBuiltin) ? std::string_view() : found->text;
}

std::string fill(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string filled;
  filled.reserve(text.size() + 32);
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    const auto name = text.substr(open + 1, close - open - 1);
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& one) { return one.first == name; });
    filled += text.substr(0, open);
    if (value != values.end()) {
      filled += value->second;
      text.remove_prefix(close + 1);
    } else {  // not one of ours: the brace is text, and a placeholder may begin after it
      filled += '{';
      text.remove_prefix(open + 1);
    }
  }
  filled += text;
  return filled;
}

}  // namespace allybot::library
