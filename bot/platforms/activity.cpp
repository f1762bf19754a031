#include "bot/platforms/activity.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMember = 200;
constexpr std::size_t kMostConversation = 250;
constexpr std::size_t kMostActivity = 128;
constexpr std::size_t kMostLanguage = 35;
constexpr std::size_t kMostMentions = 50;
constexpr std::string_view kPerson = "29:";

bool is_in(char c, std::string_view more) {
  return http::is_letter(c) || http::is_digit(c) || more.find(c) != std::string_view::npos;
}

bool is_made_of(std::string_view text, std::size_t most, std::string_view more) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [more](char c) { return is_in(c, more); });
}

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

bool is_member_id(std::string_view text) {
  return text.substr(0, kPerson.size()) == kPerson && is_made_of(text.substr(kPerson.size()), kMostMember, "-_");
}

bool is_conversation_id(std::string_view text) {
  return is_made_of(text, kMostConversation, ":@._-=+~!") && text.front() != '@' && text.find(':') != std::string_view::npos;
}

bool is_activity_id(std::string_view text) { return is_made_of(text, kMostActivity, ":._-|"); }

std::string_view without_thread(std::string_view conversation) { return conversation.substr(0, conversation.find(';')); }

const json* client_of(const json& activity) {
  const json* entities = find(activity, {"entities"});
  if (entities == nullptr || !entities->is_array()) return nullptr;
  for (const json& one : *entities)
    if (text_at(one, {"type"}) == "clientInfo") return &one;
  return nullptr;
}

std::string language_of(const json& activity) {
  std::string locale = text_at(activity, {"locale"});
  const json* client = client_of(activity);
  if (locale.empty() && client != nullptr) locale = text_at(*client, {"locale"});
  for (const char c : locale)
    if (!http::is_letter(c) && !http::is_digit(c) && c != '-') return {};
  return locale.size() <= kMostLanguage ? locale : std::string();
}

std::string kind_for_metric(const std::string& type) {
  for (const char* known :
       {"messageUpdate", "messageDelete", "messageReaction", "typing", "event", "endOfConversation", "invoke"})
    if (type == known) return http::lower_case(type);
  return "activity";
}

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

}  // namespace allybot::platforms
