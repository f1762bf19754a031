#include "bot/platforms/matrix/text.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {
namespace {

constexpr std::size_t kMostPills = 50;
constexpr std::string_view kPill = "<a href=\"https://matrix.to/#/";

/// A person that was chosen from a list while typing: the text has the name, the HTML whose it is.
struct Pill {
  std::string user, name;
};

std::string unescaped(std::string_view html) {
  constexpr struct {
    std::string_view entity;
    char c;
  } kEntities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}};
  std::string text;
  for (std::size_t at = 0; at < html.size();) {
    bool found = false;
    for (const auto& row : kEntities) {
      if (html.substr(at, row.entity.size()) != row.entity) continue;
      text += row.c;
      at += row.entity.size();
      found = true;
      break;
    }
    if (!found) text += html[at++];
  }
  return text;
}

std::vector<Pill> pills_of(const nlohmann::json& content) {
  std::vector<Pill> pills;
  if (text_at(content, {"format"}) != "org.matrix.custom.html") return pills;
  const std::string html = text_at(content, {"formatted_body"});
  for (std::size_t at = html.find(kPill); at != std::string::npos && pills.size() < kMostPills; at = html.find(kPill, at + 1)) {
    const std::size_t begin = at + kPill.size();
    const std::size_t quote = html.find('"', begin);
    const std::size_t open = quote == std::string::npos ? quote : html.find('>', quote);
    const std::size_t close = open == std::string::npos ? open : html.find("</a>", open);
    if (close == std::string::npos) break;
    const std::string_view address = std::string_view(html).substr(begin, quote - begin);
    Pill pill{decoded(address.substr(0, address.find('?'))),
              unescaped(std::string_view(html).substr(open + 1, close - open - 1))};
    if (is_user_id(pill.user) && !pill.name.empty()) pills.push_back(std::move(pill));
  }
  return pills;
}

/// The lines that older clients put before an answer to repeat what it answers.
std::string_view without_quoted_reply(std::string_view body, const nlohmann::json& content) {
  const auto* replied = find(content, {"m.relates_to", "m.in_reply_to"});
  if (replied == nullptr || body.substr(0, 2) != "> ") return body;
  while (body.substr(0, 1) == ">") {
    const std::size_t end = body.find('\n');
    if (end == std::string_view::npos) return {};
    body.remove_prefix(end + 1);
  }
  if (body.substr(0, 1) == "\n") body.remove_prefix(1);
  return body;
}

bool mentions(const nlohmann::json& content, const std::string& user) {
  const auto* users = find(content, {"m.mentions", "user_ids"});
  if (users == nullptr || !users->is_array()) return false;
  for (const auto& one : *users)
    if (one.is_string() && one.get_ref<const std::string&>() == user) return true;
  return false;
}

bool ends_word(std::string_view text, std::size_t at) {
  if (at < text.size() && (text[at] == ':' || text[at] == ',')) ++at;
  return at >= text.size() || text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r';
}

/// How much of the text is that word, in any case; 0 when it is another.
std::size_t begins_with(std::string_view text, std::string_view word) {
  const bool same = !word.empty() && http::equal_ignoring_case(text.substr(0, word.size()), word) && ends_word(text, word.size());
  return same ? word.size() : 0;
}

/// How much of the text calls the bot; 0 when nothing does.
std::size_t call_in(std::string_view text, const nlohmann::json& content, const std::vector<Pill>& pills, const OwnNames& own) {
  if (text.substr(0, 1) == "!" || text.substr(0, 1) == "/") {
    const std::size_t taken = begins_with(text.substr(1), own.command);
    if (taken > 0) return taken + 1;
  }
  if (const std::size_t taken = begins_with(text, own.id); taken > 0) return taken;
  if (!pills.empty() && pills.front().user == own.id)
    if (const std::size_t taken = begins_with(text, pills.front().name); taken > 0) return taken;
  if (!mentions(content, own.id)) return 0;
  const std::string local = own.id.substr(0, own.id.find(':'));
  for (const std::string_view name : {std::string_view(own.shown), std::string_view(local), std::string_view(local).substr(1)})
    if (const std::size_t taken = begins_with(text, name); taken > 0) return taken;
  return 0;
}

bool is_in_id(char c) { return c > ' ' && c <= '~' && c != '<' && c != '>' && c != '"' && c != ',' && c != '|'; }

/// A user's id that stands in the text at `at`; empty when there is none.
std::string_view id_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_in_id(text[end])) ++end;
  while (end > at && std::string_view(".:;!?)'").find(text[end - 1]) != std::string_view::npos) --end;
  const std::string_view id = text.substr(at, end - at);
  return is_user_id(id) ? id : std::string_view();
}

/// People as `<@alice:example.org>`; a typed "<@" gets a space, so that only Matrix can make one.
std::string with_mentions(std::string_view text, const std::vector<Pill>& pills, const std::string& own_id) {
  std::string out;
  std::size_t next = 0;
  while (next < pills.size() && pills[next].user == own_id) ++next;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == '(';
    if (begins && next < pills.size() && text.substr(at, pills[next].name.size()) == pills[next].name) {
      out += "<@" + member_of(pills[next].user).str() + '>';
      at += pills[next++].name.size();
      continue;
    }
    const std::string_view id = begins && text[at] == '@' ? id_at(text, at) : std::string_view();
    if (!id.empty()) {
      out += "<@" + member_of(id).str() + '>';
      at += id.size();
      continue;
    }
    if (text[at] == '@' && !out.empty() && out.back() == '<') out += ' ';
    out += text[at++];
  }
  return out;
}

}  // namespace

Spoken spoken_text(const nlohmann::json& content, const OwnNames& own) {
  const std::string body = text_at(content, {"body"});
  const std::vector<Pill> pills = pills_of(content);
  std::string_view text = trim(without_quoted_reply(body, content));
  const std::size_t call = call_in(text, content, pills, own);
  text.remove_prefix(call);
  if (call > 0 && !text.empty() && (text.front() == ':' || text.front() == ',')) text.remove_prefix(1);
  return {to_nfc(with_mentions(trim(text), pills, own.id)), call > 0};
}

}  // namespace allybot::platforms::matrix
