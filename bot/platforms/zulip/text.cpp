#include "bot/platforms/zulip/text.h"

#include <algorithm>
#include <iterator>

#include "bot/core/text.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {
namespace {

constexpr std::size_t kMostName = 400;  // bytes
constexpr std::string_view kWildcards[] = {"all", "everyone", "channel", "stream", "topic"};

struct Mention {
  std::string_view name, id;
  std::size_t length = 0;  ///< of all of it; 0: there is none
};

/// The mention that begins at the front, silent or not.
Mention mention_at(std::string_view text) {
  const std::size_t open = text.substr(0, 3) == "@**" ? 3 : text.substr(0, 4) == "@_**" ? 4 : 0;
  const std::size_t end = open == 0 ? std::string_view::npos : text.substr(0, open + kMostName).find("**", open);
  if (end == std::string_view::npos || end == open) return {};
  Mention mention{text.substr(open, end - open), {}, end + 2};
  if (mention.name.find('\n') != std::string_view::npos) return {};
  const std::size_t bar = mention.name.rfind('|');
  if (bar != std::string_view::npos && is_id(mention.name.substr(bar + 1))) {
    mention.id = mention.name.substr(bar + 1);
    mention.name = mention.name.substr(0, bar);
  }
  return mention;
}

bool is_us(const Mention& mention, const Ourselves& us) {
  if (!mention.id.empty() && !us.id.empty()) return mention.id == us.id;
  return !us.name.empty() && mention.name == us.name;
}

bool is_wildcard(std::string_view name) {
  return std::find(std::begin(kWildcards), std::end(kWildcards), name) != std::end(kWildcards);
}

}  // namespace

const MarkdownRules& markdown_rules() {
  static const MarkdownRules rules = [] {
    MarkdownRules zulip;
    zulip.headings = false;
    zulip.backslash = false;
    return zulip;
  }();
  return rules;
}

Spoken spoken_text(std::string_view typed, const Ourselves& us,
                   const std::function<std::optional<std::string>(std::string_view name)>& id_of) {
  Spoken spoken;
  spoken.text.reserve(typed.size() + 16);
  for (std::size_t at = 0; at < typed.size();) {
    if (typed[at] != '@') {
      spoken.text += typed[at++];
      continue;
    }
    const Mention mention = mention_at(typed.substr(at));
    if (mention.length > 0 && is_us(mention, us)) {
      spoken.called_first = spoken.called_first || trim(spoken.text).empty();
      at += mention.length;
      continue;
    }
    if (!spoken.text.empty() && spoken.text.back() == '<') spoken.text += ' ';
    std::optional<std::string> id;
    if (mention.length > 0 && !is_wildcard(mention.name)) {
      id = mention.id.empty() ? id_of(mention.name) : std::string(mention.id);
      spoken.unknown_name = spoken.unknown_name || !id;
    }
    if (id) spoken.text += "<@" + *id + '>';
    const std::size_t length = mention.length > 0 ? mention.length : 1;
    if (!id) spoken.text += typed.substr(at, length);
    at += length;
  }
  return spoken;
}

}  // namespace allybot::platforms::zulip
