#include "bot/platforms/mattermost/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/mattermost/verify.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::mattermost {
namespace {

using nlohmann::json;

constexpr std::size_t kMostMentions = 50;

std::string field(const http::RawRequest& raw, std::string_view name) {
  return http::form_field(raw.body, name).value_or(std::string());
}

/// All values of a name that may come more than once, in their order.
std::vector<std::string> fields(std::string_view body, std::string_view name) {
  std::vector<std::string> all;
  for (const std::string_view part : split(body, '&')) {
    if (all.size() == kMostMentions) break;
    if (auto value = http::form_field(part, name)) all.push_back(std::move(*value));
  }
  return all;
}

/// The members whom the text mentions: names and ids come as two lists in the same order.
std::vector<Named> mentioned_in(const http::RawRequest& raw) {
  if (raw.body.find("user_mentions") == std::string::npos) return {};
  const auto names = fields(raw.body, "user_mentions");
  const auto ids = fields(raw.body, "user_mentions_ids");
  std::vector<Named> mentioned;
  if (names.size() != ids.size()) return mentioned;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (is_id(ids[i]) && is_name(names[i])) mentioned.push_back({ids[i], names[i]});
  return mentioned;
}

/// "<id>__<id>" of the member and of us. While our own id is not known no conversation counts as ours.
bool is_with_us(std::string_view channel_name, std::string_view user, std::string_view bot) {
  const std::size_t middle = channel_name.find("__");
  if (middle == std::string_view::npos || bot.empty()) return false;
  const std::string_view one = channel_name.substr(0, middle);
  const std::string_view other = channel_name.substr(middle + 2);
  return (one == user && other == bot) || (one == bot && other == user);
}

std::string value_of(const json& value) {
  if (value.is_string()) return to_nfc(value.get_ref<const std::string&>());
  if (value.is_boolean() || value.is_number()) return value.dump();
  return {};  // null is a choice taken back
}

}  // namespace

Parser::Parser(const Buttons& buttons, ResponseHosts hosts, std::function<std::string(std::string_view key)> say,
               std::function<void(const Named&)> learn)
    : buttons_(buttons), hosts_(std::move(hosts)), say_(std::move(say)), learn_(std::move(learn)) {}

Inbound Parser::parse(const Authentic& request, TimePoint now, const std::string& bot) const {
  if (request.proof() == kByToken) return command(request.raw(), bot);
  if (request.proof() == kByButton) return press(request.raw(), now);
  if (request.proof() == kByForm) return form(request.raw(), now);
  return Ignored{"path"};
}

// https://developers.mattermost.com/integrate/slash-commands/custom/
Inbound Parser::command(const http::RawRequest& raw, const std::string& bot) const {
  const std::string team = field(raw, "team_id");
  const std::string channel = field(raw, "channel_id");
  const std::string user = field(raw, "user_id");
  const std::string trigger = field(raw, "trigger_id");
  const std::string channel_name = field(raw, "channel_name");

  Origin origin;
  Route route;
  route.asked = Asked::Command;
  route.response_url = response_url(field(raw, "response_url"));
  if (is_trigger(trigger)) route.trigger_id = trigger;
  origin.direct = is_with_us(channel_name, user, bot);
  if (!origin.direct && is_name(channel_name)) route.channel_name = channel_name;
  origin.request = request_id(trigger);
  origin.route = route.text();
  if ((!team.empty() && !is_id(team)) || !is_id(channel) || !is_id(user))
    return unusable(std::move(origin), Code::Invalid, "command without usable ids", kSayUnreadable);
  origin.member = {PlatformId(kPlatform), WorkspaceId(team), MemberId(user)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(team), ChannelId(channel)};
  if (origin.direct) origin.channel.channel = direct_channel(origin.member.member);

  const std::string text = field(raw, "text");
  if (!is_valid_utf8(text)) return unusable(std::move(origin), Code::Invalid, "command text is not UTF-8", kSayNotText);
  const std::vector<Named> mentioned = mentioned_in(raw);
  for (const Named& one : mentioned) learn_(one);
  const std::string name = field(raw, "user_name");
  if (is_name(name)) learn_({user, name});
  return Command{std::move(origin), to_nfc(trim(with_mentions(text, mentioned))), Command::Entry::Slash};
}

// https://developers.mattermost.com/integrate/plugins/interactive-messages/
Inbound Parser::press(const http::RawRequest& raw, TimePoint now) const {
  const auto body = read_press(raw.body);
  if (!body) return Ignored{"not-a-press"};
  auto opened = open_press(buttons_, *body, now);
  if (!opened) return Ignored{"not-ours"};  // it was when it was proven: its key went in between

  Press press;
  Route route;
  route.asked = Asked::Press;
  if (body->shown.size() == 1) {
    for (const Shown kind : {Shown::Channel, Shown::Direct})
      if (body->shown[0] == static_cast<char>(kind)) route.shown = kind;
  }
  if (is_trigger(body->trigger_id)) route.trigger_id = body->trigger_id;
  const bool named = body->channel == body->place && is_name(body->channel_name);
  if (named) route.channel_name = body->channel_name;

  press.origin.member = {PlatformId(kPlatform), WorkspaceId(body->workspace), MemberId(body->user)};
  press.origin.channel = {PlatformId(kPlatform), WorkspaceId(body->workspace), ChannelId(body->place)};
  press.origin.direct = is_direct_channel(press.origin.channel.channel);
  press.origin.route = route.text();
  // A trigger may be told twice where one click asks two things.
  if (!body->trigger_id.empty()) press.origin.request = request_id(body->trigger_id + '\n' + body->value);
  // Mattermost does not tell who sees the message. Values for anyone are in posts for the channel, and nowhere else.
  press.message_is_private = press.origin.direct || opened->action.binding == Binding::Member;
  press.action = std::move(opened->action);
  press.standing = opened->standing;
  return press;
}

// https://developers.mattermost.com/integrate/plugins/interactive-dialogs/
Inbound Parser::form(const http::RawRequest& raw, TimePoint now) const {
  auto body = read_form(raw.body);
  const auto sent = read_json(raw.body);
  if (!body || !sent) return Ignored{"not-a-form"};
  auto opened = open_form(buttons_, *body, now);
  if (!opened) return Ignored{"not-ours"};
  if (true_at(*sent, {"cancelled"})) return Ignored{"cancelled"};
  if (text_at(*sent, {"type"}) != "dialog_submission") return Ignored{"dialog-step"};

  Route route;
  route.asked = Asked::Form;
  if (now < body->ticket.url_good_until) route.response_url = response_url(body->ticket.response_url);
  if (is_name(body->ticket.channel_name)) route.channel_name = body->ticket.channel_name;

  FormSubmitted form;
  form.origin.member = {PlatformId(kPlatform), WorkspaceId(body->ticket.workspace), MemberId(body->user)};
  form.origin.channel = {PlatformId(kPlatform), WorkspaceId(body->ticket.workspace), ChannelId(body->ticket.place)};
  form.origin.direct = is_direct_channel(form.origin.channel.channel);
  form.origin.route = route.text();
  // The opening makes the body unique; what is sent again after a problem says something else, and is another request.
  form.origin.request = request_id(raw.body);
  form.action = std::move(opened->action);
  form.standing = opened->standing;
  if (const json* values = find(*sent, {"submission"}); values != nullptr && values->is_object())
    for (const auto& [name, value] : values->items()) form.values[name] = value_of(value);
  return form;
}

std::string Parser::response_url(std::string url) const {
  if (url.empty() || hosts_.allow(url)) return url;
  log::warning("mattermost.response_url_refused",
               {{"why", "it is no hook of MATTERMOST_URL: late answers go as direct messages"}});
  return {};
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  return Unusable{std::move(origin), Error{code, for_log, say_(key)}};
}

}  // namespace allybot::platforms::mattermost
