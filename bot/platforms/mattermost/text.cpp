#include "bot/platforms/mattermost/text.h"

#include "bot/http/ascii.h"
#include "bot/platforms/member_names.h"

namespace allybot::platforms::mattermost {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

bool is_in_name(char c) { return http::is_letter(c) || http::is_digit(c) || c == '.' || c == '-' || c == '_'; }
bool is_in_word(char c) { return http::is_letter(c) || http::is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

/// Whom "@<typed>" means, and how many characters of it: a name may be followed by a full stop that is none of its own.
const Named* who_is(std::string_view typed, const std::vector<Named>& mentioned, std::size_t& taken) {
  for (taken = typed.size(); taken > 0; --taken) {
    for (const Named& one : mentioned)
      if (http::equal_ignoring_case(typed.substr(0, taken), one.name)) return &one;
    const char last = typed[taken - 1];
    if (last != '.' && last != '-' && last != '_') break;
  }
  return nullptr;
}

}  // namespace

const MarkdownRules& markdown_rules() {
  static const MarkdownRules rules{true, true, true, true, true};
  return rules;
}

std::string with_mentions(std::string_view text, const std::vector<Named>& mentioned) {
  std::string out;
  out.reserve(text.size() + 32);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '@') {
      out += c;
      continue;
    }
    if (!out.empty() && out.back() == '<') out += ' ';
    std::size_t end = at + 1;
    while (end < text.size() && is_in_name(text[end])) ++end;
    const std::string_view typed = text.substr(at + 1, end - at - 1);
    std::size_t taken = 0;
    const bool begins_word = at == 0 || !is_in_word(text[at - 1]);
    const Named* who = begins_word ? who_is(typed, mentioned, taken) : nullptr;
    if (who == nullptr) {
      out += c;
      continue;
    }
    out += "<@" + who->id + '>';
    at += taken;
  }
  return out;
}

Card with_names(Card card, const NameOf& name_of) {
  return with_member_names(std::move(card), [&name_of](std::string_view id) -> std::optional<std::string> {
    auto name = name_of(id);
    if (name) name->insert(0, 1, '@');
    return name;
  });
}

std::string without_calls(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    out += c;
    if (c == '@') out += kZeroWidthSpace;
  }
  return out;
}

}  // namespace allybot::platforms::mattermost
