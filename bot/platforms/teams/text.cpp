#include "bot/platforms/teams/text.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMentions = 50;

struct Mention {
  std::string text;
  bool us = false;
  Mentioned who;
  bool used = false;
};

std::vector<Mention> mentions_in(const json& activity, const std::function<bool(const json&)>& is_us) {
  std::vector<Mention> all;
  const json* entities = find(activity, {"entities"});
  if (entities == nullptr || !entities->is_array()) return all;
  for (const json& one : *entities) {
    const json* account = find(one, {"mentioned"});
    Mention mention;
    mention.text = text_at(one, {"text"});
    if (text_at(one, {"type"}) != "mention" || account == nullptr || mention.text.empty()) continue;
    mention.us = is_us(*account);
    mention.who = {text_at(*account, {"id"}), &one};
    if (mention.us || is_member_id(mention.who.id)) all.push_back(std::move(mention));
    if (all.size() == kMostMentions) break;
  }
  return all;
}

/// What Teams writes for characters of its own markup, met in text that it calls plain.
constexpr struct {
  std::string_view written;
  char meant;
} kEscapes[] = {
    {"&nbsp;", ' '}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''},
};

/// The character at `at`, which moves past it.
char next_of(std::string_view written, std::size_t& at) {
  for (const auto& row : kEscapes)
    if (written[at] == '&' && written.substr(at, row.written.size()) == row.written) {
      at += row.written.size();
      return row.meant;
    }
  return written[at++];
}

}  // namespace

Spoken spoken_text(const json& activity, const std::function<bool(const json&)>& is_us) {
  std::vector<Mention> mentions = mentions_in(activity, is_us);
  const std::string written = text_at(activity, {"text"});
  Spoken spoken;
  spoken.text.reserve(written.size() + 64);
  for (std::size_t at = 0; at < written.size();) {
    Mention* here = nullptr;
    for (Mention& one : mentions)
      if (!one.used && written.compare(at, one.text.size(), one.text) == 0) {
        here = &one;
        break;
      }
    if (here == nullptr) {
      const char said = next_of(written, at);
      if (said == '@' && !spoken.text.empty() && spoken.text.back() == '<') spoken.text += ' ';
      spoken.text += said;
      continue;
    }
    here->used = true;
    at += here->text.size();
    if (here->us) {
      spoken.called_first = spoken.called_first || trim(spoken.text).empty();
    } else {
      spoken.text += "<@" + here->who.id + '>';
      spoken.mentioned.push_back(here->who);
    }
  }
  return spoken;
}

}  // namespace allybot::platforms::teams
