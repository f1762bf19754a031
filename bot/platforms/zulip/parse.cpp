#include "bot/platforms/zulip/parse.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/cut.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/zulip/limits.h"
#include "bot/platforms/zulip/route.h"
#include "bot/platforms/zulip/text.h"

namespace allybot::platforms::zulip {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRealm = 40;
constexpr std::size_t kMostPeople = 20;  // in a conversation of several
constexpr std::size_t kMostPlaceName = 100;

std::string id_at(const json& from, std::initializer_list<std::string_view> path) {
  const auto id = number_at(from, path);
  std::string text = id && *id > 0 ? std::to_string(*id) : std::string();
  return is_id(text) ? text : std::string();
}

bool is_realm(const std::string& text) {
  return text.size() <= kMostRealm && std::all_of(text.begin(), text.end(), [](char c) {
           return http::is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
         });
}

/// Zulip makes addresses of bots end so, and lets no person have one.
bool is_bots(std::string_view email) { return email.find("-bot@") != std::string_view::npos; }

std::string one_line(std::string_view text, std::size_t most) { return cut_code_points(trim(printable(text)), most); }

}  // namespace

bool Parser::read_place(const json& message, Origin& origin) const {
  const std::string type = text_at(message, {"type"});
  Route route;
  if (type == "stream" || type == "channel") {
    const std::string channel = id_at(message, {"stream_id"});
    if (channel.empty()) return false;
    origin.channel.channel = ChannelId(channel);
    origin.address = one_line(text_at(message, {"subject"}), kTopic.most);
    route.place_name = one_line(text_at(message, {"display_recipient"}), kMostPlaceName);
    origin.route = route.text();
    return true;
  }
  const json* people = find(message, {"display_recipient"});
  if ((type != "private" && type != "direct") || people == nullptr || !people->is_array()) return false;
  std::set<std::int64_t> others;  // in one order, whoever writes
  bool with_us = false;
  for (const json& one : *people) {
    const auto id = number_at(one, {"id"});
    if (text_at(one, {"email"}) == bot_email_)
      with_us = true;
    else if (id && *id > 0)
      others.insert(*id);
    else
      return false;
  }
  if (!with_us || others.empty() || others.size() > kMostPeople) return false;
  std::string names;
  for (const std::int64_t id : others) names += (names.empty() ? "d" : ",") + std::to_string(id);
  origin.direct = names == 'd' + origin.member.member.str();
  if (!origin.direct && others.size() == 1) return false;
  origin.channel.channel = origin.direct ? direct_channel(origin.member.member) : ChannelId(names);
  route.direct = origin.direct;
  origin.route = route.text();
  return true;
}

// https://zulip.com/api/outgoing-webhooks
std::variant<Inbound, Fetch> Parser::parse(const Authentic& request) const {
  const std::string& raw = request.raw().body;
  const bool readable = is_valid_utf8(raw);
  const auto body = read_json(readable ? raw : with_valid_utf8(raw));
  if (!body || !body->is_object()) return Ignored{"not-a-message"};
  const json* message = find(*body, {"message"});
  if (message == nullptr || !message->is_object()) return Ignored{"not-a-message"};
  const std::string trigger = text_at(*body, {"trigger"});
  if (trigger != "mention" && trigger != "direct_message" && trigger != "private_message") return Ignored{"trigger"};

  const std::string member = id_at(*message, {"sender_id"});
  const std::string realm = text_at(*message, {"sender_realm_str"});
  const std::string email = text_at(*message, {"sender_email"});
  if (member.empty() || !is_realm(realm)) return Ignored{"no-member"};
  if (email == bot_email_ || is_bots(email) || member == people_.own_id()) return Ignored{"bot"};

  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(realm), MemberId(member)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(realm), {}};
  origin.request = RequestId(id_at(*message, {"id"}));
  if (!read_place(*message, origin)) return Ignored{"no-place"};
  people_.learn(member, text_at(*message, {"sender_full_name"}));

  const std::string own_name = text_at(*body, {"bot_full_name"});
  const std::string own_id = people_.own_id();
  const std::string typed = text_at(*body, {"data"});
  const Spoken spoken = spoken_text(typed, {own_name, own_id}, [this](std::string_view name) { return people_.id_of(name); });
  if (!origin.direct && !spoken.called_first) return Ignored{"not-called"};
  if (!readable) {
    std::string sentence = say_(kSayNotText);
    return Unusable{std::move(origin), Error{Code::Invalid, "message is not UTF-8", std::move(sentence)}};
  }
  if (spoken.unknown_name)
    if (auto names = people_.ask_for_names()) return Fetch{std::move(*names), kNames, std::nullopt};
  const auto entry = origin.direct ? Command::Entry::Direct : Command::Entry::Mention;
  return Command{std::move(origin), to_nfc(trim(spoken.text)), entry};
}

}  // namespace allybot::platforms::zulip
