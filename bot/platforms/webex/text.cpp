#include "bot/platforms/webex/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMentions = 50;
constexpr std::size_t kMostName = 200;  // bytes
constexpr std::string_view kOpen = "<spark-mention";
constexpr std::string_view kClose = "</spark-mention>";
constexpr std::string_view kIdIs = "data-object-id=";

struct Mention {
  std::string id, name;
};

constexpr struct {
  std::string_view written, meant;
} kEscapes[] = {
    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&#x27;", "'"}, {"&nbsp;", " "},
};

/// HTML without tags and escapes.
std::string plain(std::string_view html) {
  std::string text;
  while (!html.empty()) {
    std::size_t taken = 1;
    std::string_view meant = html.substr(0, 1);
    if (html[0] == '<') {
      taken = std::min(html.find('>'), html.size() - 1) + 1;
      meant = {};
    }
    for (const auto& row : kEscapes)
      if (html.substr(0, row.written.size()) == row.written) {
        taken = row.written.size();
        meant = row.meant;
      }
    text += meant;
    html.remove_prefix(taken);
  }
  return text;
}

std::string id_in(std::string_view tag) {
  const std::size_t at = tag.find(kIdIs);
  if (at == std::string_view::npos || at + kIdIs.size() >= tag.size()) return {};
  tag.remove_prefix(at + kIdIs.size());
  const char quote = tag[0];
  const std::size_t end = quote == '"' || quote == '\'' ? tag.find(quote, 1) : 0;
  return end == 0 || end == std::string_view::npos ? std::string() : std::string(tag.substr(1, end - 1));
}

/// In their order: <spark-mention data-object-type="person" data-object-id="ID">Name</spark-mention>
std::vector<Mention> mentions_in(std::string_view html) {
  std::vector<Mention> all;
  for (std::size_t at = html.find(kOpen); at != std::string_view::npos && all.size() < kMostMentions; at = html.find(kOpen, at)) {
    const std::size_t tag_ends = html.find('>', at);
    const std::size_t closes = html.find(kClose, at);
    if (tag_ends == std::string_view::npos || closes == std::string_view::npos || closes < tag_ends) break;
    Mention mention{id_in(html.substr(at, tag_ends - at)), plain(html.substr(tag_ends + 1, closes - tag_ends - 1))};
    if (!mention.name.empty() && mention.name.size() <= kMostName) all.push_back(std::move(mention));
    at = closes + kClose.size();
  }
  return all;
}

std::set<std::string> mentioned_people(const json& message) {
  std::set<std::string> ids;
  const json* told = find(message, {"mentionedPeople"});
  if (told == nullptr || !told->is_array()) return ids;
  for (const json& one : *told)
    if (one.is_string() && is_id(one.get_ref<const std::string&>()) && ids.size() < kMostMentions) ids.insert(one);
  return ids;
}

/// Our name, or its first word, at the front: clients shorten names.
std::size_t own_name_at(std::string_view text, std::string_view name) {
  for (const std::string_view called : {name, name.substr(0, name.find(' '))})
    if (!called.empty() && text.substr(0, called.size()) == called) return called.size();
  return 0;
}

void append_typed(std::string& into, std::string_view typed) {
  for (const char c : typed) {
    if (c == '@' && !into.empty() && into.back() == '<') into += ' ';
    into += c;
  }
}

}  // namespace

Spoken spoken_text(const json& message, const Ourselves& us) {
  const std::string typed = text_at(message, {"text"});
  const std::set<std::string> people = mentioned_people(message);
  std::vector<Mention> mentions = mentions_in(text_at(message, {"html"}));
  const auto is_us = [&us](const Mention& one) { return one.id == us.id; };
  Spoken spoken;
  std::string_view rest = trim(typed);
  if (people.count(us.id) > 0 && std::none_of(mentions.begin(), mentions.end(), is_us)) {
    // The form of the HTML is nowhere promised: the name at the front will do.
    if (const std::size_t length = own_name_at(rest, us.name); length > 0) {
      spoken.called_first = true;
      rest.remove_prefix(length);
    }
  }
  for (const Mention& one : mentions) {
    const std::size_t at = rest.find(one.name);
    if (at == std::string_view::npos) continue;
    append_typed(spoken.text, rest.substr(0, at));
    if (people.count(one.id) == 0) {
      append_typed(spoken.text, one.name);  // a group, or nobody
    } else if (is_us(one)) {
      spoken.called_first = spoken.called_first || trim(spoken.text).empty();
    } else {
      spoken.text += "<@" + one.id + '>';
      spoken.mentioned.emplace_back(one.id, one.name);
    }
    rest.remove_prefix(at + one.name.size());
  }
  append_typed(spoken.text, rest);
  spoken.text = std::string(trim(spoken.text));
  return spoken;
}

}  // namespace allybot::platforms::webex
