#include "bot/platforms/teams/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/teams/card.h"
#include "bot/platforms/teams/extension.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWord = 64;
constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostFields = 50;

std::string zone_of(const json& activity, const json* client) {
  std::string zone = client != nullptr ? text_at(*client, {"timezone"}) : std::string();
  if (zone.empty()) zone = text_at(activity, {"localTimezone"});
  if (zone.size() > kMostWord || printable(zone) != zone || !is_valid_utf8(zone)) return {};
  return zone;
}

std::string name_at(const json& from, std::initializer_list<std::string_view> path) {
  return std::string(trim(printable(cut_bytes(text_at(from, path), kMostName))));
}

bool is_ours(const json& data) {
  const json* ours = find(data, {kOurs});
  return ours != nullptr && ours->is_object();
}

std::string value_of(const json& value) {
  if (value.is_string()) return to_nfc(value.get_ref<const std::string&>());
  if (value.is_boolean() || value.is_number()) return value.dump();
  return {};
}

}  // namespace

Inbound Parser::parse(const Authentic& request, TimePoint now) const {
  const std::string& body = request.raw().body;
  const bool readable = is_valid_utf8(body);
  const auto activity = read_json(readable ? body : with_valid_utf8(body));
  if (!activity || !activity->is_object()) return Ignored{"not-an-activity"};
  Envelope from = envelope(*activity);
  if (from.type == "invoke") return invoked(*activity, std::move(from), readable, now);
  if (!is_conversation_id(from.conversation)) return Ignored{"no-conversation"};
  if (from.type == "message") return message(*activity, std::move(from), readable, now);
  if (from.type == "conversationUpdate") return conversation_changed(*activity, std::move(from));
  if (from.type == "installationUpdate") return installation_changed(*activity, std::move(from));
  return Ignored{kind_for_metric(from.type)};
}

Parser::Envelope Parser::envelope(const json& activity) const {
  Envelope from;
  from.type = text_at(activity, {"type"});
  const std::string conversation = text_at(activity, {"conversation", "id"});
  from.conversation = without_thread(conversation);
  from.personal = text_at(activity, {"conversation", "conversationType"}) == "personal";
  const json* client = client_of(activity);

  Origin& origin = from.origin;
  const std::string member = text_at(activity, {"from", "id"});
  origin.member = {PlatformId(kPlatform), WorkspaceId(tenant_id_), MemberId(is_member_id(member) ? member : std::string())};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(tenant_id_), ChannelId(from.conversation)};
  origin.direct = from.personal;
  if (from.personal) origin.channel.channel = origin.member.member.empty() ? ChannelId() : direct_channel(origin.member.member);
  const std::string id = text_at(activity, {"id"});
  if (is_activity_id(id)) origin.request = request_id(conversation + '\n' + id);
  origin.address = text_at(activity, {"serviceUrl"});  // proven to be one of the hosts that may be called
  origin.language = language_of(activity);
  origin.zone = zone_of(activity, client);
  return from;
}

void Parser::learn(const json& activity, const Envelope& from) const {
  const std::string& member = from.origin.member.member.str();
  if (!member.empty()) {
    const std::string entra_id = text_at(activity, {"from", "aadObjectId"});
    people_.learn({member, name_at(activity, {"from", "name"}), is_guid(entra_id) ? entra_id : std::string(),
                   from.origin.language, from.origin.zone, from.personal ? from.conversation : std::string()});
  }
  if (from.personal) return;
  std::string name = name_at(activity, {"channelData", "channel", "name"});
  if (name.empty()) name = name_at(activity, {"conversation", "name"});
  people_.learn_place(from.conversation,
                      {from.origin.address, name, text_at(activity, {"channelData", "channel", "type"}) == "shared"});
}

bool Parser::is_us(const json& account, const json& activity) const {
  const std::string id = text_at(account, {"id"});
  return !id.empty() && (id == "28:" + client_id_ || id == text_at(activity, {"recipient", "id"}));
}

// An invoke waits for an answer of its own form; of most nothing that we send makes any. Those of the message extension are about
// the member alone: the chat they are opened in may be one that the bot is not in, and the words of a message are another's.
Inbound Parser::invoked(const json& activity, Envelope from, bool readable, TimePoint now) const {
  const std::string name = text_at(activity, {"name"});
  if (name != kQuery && name != kOpenDialog && name != kSubmit) return Handshake{501, {}, {}, {}};
  const json* value = find(activity, {"value"});
  if (!readable || value == nullptr || from.origin.member.member.empty()) return Handshake{400, {}, {}, {}};
  from.origin.channel.channel = direct_channel(from.origin.member.member);
  from.origin.direct = from.personal = true;
  from.conversation.clear();
  Route route;
  if (name == kQuery) {
    auto search = read_query(*value);
    if (!search) return Handshake{400, {}, {}, {}};
    route.asked = Asked::Search;
    search->origin = std::move(from.origin);
    search->origin.request = RequestId();  // a list is long to keep, and reading it again changes nothing
    search->origin.route = route.text();
    return std::move(*search);
  }
  if (text_at(*value, {"commandId"}) != kAskCommand) return Handshake{400, {}, {}, {}};
  route.asked = Asked::Dialog;
  if (name == kSubmit) {
    const json* data = find(*value, {"data"});
    return data != nullptr && is_ours(*data) ? pressed(*data, std::move(from), route, now) : Inbound(Handshake{400, {}, {}, {}});
  }
  from.origin.route = route.text();
  return Command{std::move(from.origin), {}, Command::Entry::Direct};
}

Inbound Parser::message(const json& activity, Envelope from, bool readable, TimePoint now) const {
  if (from.origin.member.member.empty()) return Ignored{"bot"};
  if (text_at(activity, {"from", "role"}) == "bot") return Ignored{"bot"};
  learn(activity, from);
  const json* value = find(activity, {"value"});
  if (value != nullptr && value->is_object()) {
    if (!is_ours(*value)) return Ignored{"foreign-value"};
    Route route;
    route.asked = text_at(*value, {kOurs, kKind}) == kKindForm ? Asked::Form : Asked::Press;
    const std::string card = text_at(activity, {"replyToId"});
    if (from.personal && is_activity_id(card)) {
      route.conversation = from.conversation;
      route.card = card;
    }
    return pressed(*value, std::move(from), std::move(route), now);
  }
  return said(activity, std::move(from), readable);
}

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
Inbound Parser::said(const json& activity, Envelope from, bool readable) const {
  const json* text = find(activity, {"text"});
  if (text == nullptr || !text->is_string()) return Ignored{"no-text"};
  Spoken spoken = spoken_text(activity, [&](const json& account) { return is_us(account, activity); });
  for (const Mentioned& one : spoken.mentioned) people_.learn_name(one.id, name_at(*one.entity, {"mentioned", "name"}));

  Command command;
  command.entry = Command::Entry::Mention;
  if (from.personal) command.entry = Command::Entry::Direct;
  // A slash command arrives as a message that its sender alone sees.
  if (true_at(activity, {"recipient", "isTargeted"})) command.entry = Command::Entry::Slash;
  if (command.entry == Command::Entry::Mention && !spoken.called_first) return Ignored{"mention-not-first"};

  Route route;
  route.asked = Asked::Command;
  if (from.personal) route.conversation = from.conversation;
  if (!from.personal) route.place_name = people_.place_name(from.conversation);
  from.origin.route = route.text();
  if (!readable) return unusable(std::move(from.origin), Code::Invalid, "message is not UTF-8", kSayNotText);
  command.origin = std::move(from.origin);
  command.text = to_nfc(trim(spoken.text));
  return command;
}

// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
Inbound Parser::pressed(const json& data, Envelope from, Route route, TimePoint now) const {
  const json& ours = data.at(kOurs);
  const bool form = text_at(ours, {kKind}) == kKindForm;
  const std::string place = text_at(ours, {kPlace});
  const MemberId& who = from.origin.member.member;
  const bool own = place == direct_channel(who).str();
  const ChannelKey about{PlatformId(kPlatform), WorkspaceId(tenant_id_), ChannelId(place)};
  auto opened = own || is_conversation_id(place)
                    ? buttons_.open(text_at(ours, {kValue}), about, who, now)
                    : Result<Buttons::Opened>(fail(Code::Unauthorized, "button value is for no place"));
  // A value for anyone counts where it was posted and nowhere else; one for a member also in their conversation with us.
  const bool from_there = own ? from.personal : from.conversation == place || from.personal;
  const bool borrowed = opened && from.personal && !own && opened->action.binding == Binding::Anyone;
  if (opened && (!from_there || borrowed || (form && opened->action.binding == Binding::Anyone)))
    opened = fail(Code::Unauthorized, "button value is not ours for this place");
  if (!opened) {
    from.origin.route = route.text();
    return unusable(std::move(from.origin), Code::Unauthorized, "button value is not ours", kSayOldButton);
  }
  if (!own) route.place_name = people_.place_name(place);
  from.origin.route = route.text();
  from.origin.channel = about;
  from.origin.direct = own;
  if (!form) {
    const bool is_private = from.personal || opened->action.binding == Binding::Member;
    return Press{std::move(from.origin), std::move(opened->action), opened->standing, is_private};
  }
  FormSubmitted sent{std::move(from.origin), std::move(opened->action), opened->standing, {}};
  for (const auto& [name, value] : data.items())
    if (name != kOurs && sent.values.size() < kMostFields) sent.values[name] = value_of(value);
  return sent;
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  std::string sentence = say_(origin.language, key);
  return Unusable{std::move(origin), Error{code, for_log, std::move(sentence)}};
}

}  // namespace allybot::platforms::teams
