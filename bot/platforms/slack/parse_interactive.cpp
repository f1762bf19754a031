// https://docs.slack.dev/interactivity/handling-user-interaction, https://docs.slack.dev/reference/interaction-payloads
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/slack/parse.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using nlohmann::json;

/// The value of a state entry: a text, or the chosen option's value; an emptied choice is null.
std::string value_of(const json& input) {
  const std::string typed = text_at(input, {"value"});
  return typed.empty() ? text_at(input, {"selected_option", "value"}) : typed;
}

std::map<std::string, std::string> values_of(const json& payload) {
  std::map<std::string, std::string> values;
  const json* blocks = find(payload, {"view", "state", "values"});
  if (blocks == nullptr || !blocks->is_object()) return values;
  for (const auto& [block, inputs] : blocks->items()) {
    const json* input = find(inputs, {kInputAction});
    if (input != nullptr) values[block] = to_nfc(value_of(*input));
  }
  return values;
}

/// The thread in which the message with the button stands, or the message that the shortcut was used on.
std::string thread_of(const json& payload) {
  for (const std::string& thread : {text_at(payload, {"container", "thread_ts"}), text_at(payload, {"message", "thread_ts"})})
    if (!thread.empty() && thread.size() <= 32 && printable(thread) == thread) return thread;
  return {};
}

}  // namespace

Inbound Parser::interactive(const http::RawRequest& raw, TimePoint now) const {
  const auto sent = http::form_field(raw.body, "payload");
  if (!sent) return Ignored{"no-payload"};
  const bool readable = is_valid_utf8(*sent);
  const auto payload = read_json(readable ? *sent : with_valid_utf8(*sent));
  if (!payload) return Ignored{"not-json"};

  // Null for an installation of a whole organisation.
  std::string team = text_at(*payload, {"team", "id"});
  if (team.empty()) team = text_at(*payload, {"enterprise", "id"});
  const std::string user = text_at(*payload, {"user", "id"});
  const std::string type = text_at(*payload, {"type"});

  Origin origin;
  Route route;
  route.asked = type == "view_submission" ? Asked::Form : Asked::Press;
  route.trigger_id = printable(cut_bytes(text_at(*payload, {"trigger_id"}), 128));
  route.response_url = response_url(text_at(*payload, {"response_url"}));
  route.thread = thread_of(*payload);
  origin.request = request_id(raw, route.trigger_id);
  origin.route = route.text();
  if (!is_id(team) || !is_id(user)) return Ignored{"no-member"};
  origin.member = {PlatformId(kPlatform), WorkspaceId(team), MemberId(user)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(team), direct_channel(origin.member.member)};
  origin.direct = true;  // until a channel says otherwise

  if (!readable) return unusable(std::move(origin), Code::Invalid, "payload is not UTF-8", kSayNotText);
  if (type == "block_actions") return block_actions(*payload, std::move(origin), now);
  if (type == "view_submission") return view_submission(*payload, std::move(origin), std::move(route), now);
  if (type == "message_action") return message_shortcut(*payload, std::move(origin), std::move(route));
  for (const char* known : {"view_closed", "shortcut", "block_suggestion"})
    if (type == known) return Ignored{known};
  return Ignored{"interaction"};
}

Inbound Parser::block_actions(const json& payload, Origin origin, TimePoint now) const {
  const json* action = first_at(payload, {"actions"});
  if (action == nullptr) return Ignored{"no-action"};
  if (text_at(*action, {"type"}) != "button") return Ignored{"not-a-button"};
  const std::string value = text_at(*action, {"value"});
  if (value.empty()) return Ignored{"link"};

  // On the Home page there is no channel: the member's own conversation stands for it.
  std::string channel = text_at(payload, {"channel", "id"});
  if (channel.empty()) channel = text_at(payload, {"container", "channel_id"});
  if (!channel.empty()) {
    if (!is_id(channel)) return Ignored{"no-channel"};
    origin.channel.channel = ChannelId(channel);
    origin.direct = channel.front() == 'D';
  }

  auto opened = buttons_.open(value, origin.channel, origin.member.member, now);
  if (!opened && origin.direct) {
    // What we post to a member is signed before Slack tells its "D...".
    ChannelKey own = origin.channel;
    own.channel = direct_channel(origin.member.member);
    opened = buttons_.open(value, own, origin.member.member, now);
  }
  if (!opened) return unusable(std::move(origin), Code::Unauthorized, "button value is not ours for this place", kSayOldButton);

  Press press;
  press.message_is_private = origin.direct || true_at(payload, {"container", "is_ephemeral"});
  press.origin = std::move(origin);
  press.action = std::move(opened->action);
  press.standing = opened->standing;
  return press;
}

// The words of the message are another member's: they are not read. https://docs.slack.dev/interactivity/implementing-shortcuts
Inbound Parser::message_shortcut(const json& payload, Origin origin, Route route) const {
  if (text_at(payload, {"callback_id"}) != kAskShortcut) return Ignored{"foreign-shortcut"};
  const std::string channel = text_at(payload, {"channel", "id"});
  if (!is_id(channel)) return Ignored{"no-channel"};
  origin.channel.channel = ChannelId(channel);
  origin.direct = channel.front() == 'D';
  route.asked = Asked::Message;
  origin.route = route.text();
  return Command{std::move(origin), {}, Command::Entry::Mention};
}

Inbound Parser::view_submission(const json& payload, Origin origin, Route route, TimePoint now) const {
  if (text_at(payload, {"view", "callback_id"}) != kFormCallback) return Ignored{"foreign-view"};
  const FormTicket ticket = FormTicket::read(text_at(payload, {"view", "private_metadata"}));
  const ChannelId own = direct_channel(origin.member.member);
  if (!is_id(ticket.channel) && ticket.channel != own.str())
    return unusable(std::move(origin), Code::Unauthorized, "form ticket is not ours", kSayOldButton);
  origin.channel.channel = ChannelId(ticket.channel);
  origin.direct = ticket.channel.front() == 'D' || origin.channel.channel == own;
  route.response_url = response_url(ticket.response_url);
  origin.route = route.text();

  auto opened = buttons_.open(ticket.token, origin.channel, origin.member.member, now);
  if (!opened || opened->action.binding != Binding::Member)
    return unusable(std::move(origin), Code::Unauthorized, "form ticket is not ours", kSayOldButton);

  FormSubmitted form;
  form.origin = std::move(origin);
  form.action = std::move(opened->action);
  form.standing = opened->standing;
  form.values = values_of(payload);
  return form;
}

}  // namespace allybot::platforms::slack
