// https://docs.slack.dev/apis/events-api, https://docs.slack.dev/reference/events
#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/slack/parse.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using nlohmann::json;

constexpr std::size_t kMostChallenge = 512;
constexpr std::size_t kMostEventId = 64;

/// Our own member id as the envelope tells it: the installation for which the event is visible.
std::string bot_of(const json& envelope, const std::string& known) {
  const json* authorization = first_at(envelope, {"authorizations"});
  if (authorization != nullptr && true_at(*authorization, {"is_bot"})) {
    std::string told = text_at(*authorization, {"user_id"});
    if (is_id(told)) return told;
  }
  return known;
}

/// Takes a mention of `bot` off the beginning; false when something else stands there.
bool take_mention(std::string_view& text, const std::string& bot) {
  text = trim(text);
  const std::string mention = "<@" + bot;
  if (bot.empty() || text.substr(0, mention.size()) != mention) return false;
  const std::size_t close = text.find('>');
  if (close == std::string_view::npos || (close != mention.size() && text[mention.size()] != '|')) return false;
  text = trim(text.substr(close + 1));
  return true;
}

}  // namespace

Inbound Parser::event(const http::RawRequest& raw, const std::string& bot) const {
  const bool readable = is_valid_utf8(raw.body);
  const auto envelope = read_json(readable ? raw.body : with_valid_utf8(raw.body));
  if (!envelope) return Ignored{"not-json"};
  const std::string type = text_at(*envelope, {"type"});
  if (type == "url_verification") {
    std::string challenge = text_at(*envelope, {"challenge"});
    if (challenge.empty() || challenge.size() > kMostChallenge) return Ignored{"no-challenge"};
    return Handshake{200, "text/plain", std::move(challenge), {}};
  }
  if (type == "app_rate_limited") {
    log::warning("slack.events_rate_limited", {});
    return Ignored{"app_rate_limited"};
  }
  if (type != "event_callback") return Ignored{"envelope"};

  std::string team = text_at(*envelope, {"team_id"});
  if (team.empty()) team = text_at(*envelope, {"enterprise_id"});
  if (!is_id(team)) return Ignored{"no-workspace"};
  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(team), MemberId()};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(team), ChannelId()};
  origin.request = RequestId(printable(cut_bytes(text_at(*envelope, {"event_id"}), kMostEventId)));
  origin.route = Route{}.text();

  const std::string what = text_at(*envelope, {"event", "type"});
  if (what == "app_mention" || what == "message") {
    if (readable) return said_to_us(*envelope, std::move(origin), bot_of(*envelope, bot));
    Inbound said = said_to_us(*envelope, origin, bot_of(*envelope, bot));
    auto* command = std::get_if<Command>(&said);
    if (command == nullptr) return said;
    return unusable(std::move(command->origin), Code::Invalid, "event is not UTF-8", kSayNotText);
  }
  return lifecycle(*envelope, std::move(origin), bot_of(*envelope, bot));
}

Inbound Parser::said_to_us(const json& envelope, Origin origin, const std::string& bot) const {
  const json& event = envelope.at("event");
  const bool mention = text_at(event, {"type"}) == "app_mention";
  // Bots, edits, joins and the like are no conversation with us.
  if (!text_at(event, {"bot_id"}).empty() || !text_at(event, {"app_id"}).empty()) return Ignored{"bot"};
  if (!text_at(event, {"subtype"}).empty()) return Ignored{"subtype"};
  if (find(event, {"edited"}) != nullptr) return Ignored{"edit"};
  if (!mention && text_at(event, {"channel_type"}) != "im") return Ignored{"not-direct"};
  const std::string user = text_at(event, {"user"});
  const std::string channel = text_at(event, {"channel"});
  if (!is_id(user) || !is_id(channel)) return Ignored{"no-member"};
  if (user == bot) return Ignored{"bot"};

  origin.member.member = MemberId(user);
  origin.channel.channel = ChannelId(channel);
  origin.direct = channel.front() == 'D';
  Route route;
  route.asked = Asked::Message;
  const std::string thread = text_at(event, {"thread_ts"});
  if (thread.size() <= 32 && printable(thread) == thread) route.thread = thread;
  origin.route = route.text();

  const std::string written = without_quotes(text_at(event, {"text"}));
  std::string_view text = written;
  const bool named = take_mention(text, bot);
  if (mention && !named) return Ignored{"mention-not-first"};
  return Command{std::move(origin), to_nfc(trim(typed_text(text))), mention ? Command::Entry::Mention : Command::Entry::Direct};
}

Inbound Parser::lifecycle(const json& envelope, Origin origin, const std::string& bot) const {
  const json* event = find(envelope, {"event"});
  if (event == nullptr) return Ignored{"no-event"};
  const std::string what = text_at(*event, {"type"});
  const std::string channel = text_at(*event, {"channel"});
  const std::string user = text_at(*event, {"user"});

  if (what == "app_uninstalled") return Lifecycle{std::move(origin), Lifecycle::Kind::Uninstalled};
  if (what == "tokens_revoked") {
    // Not the end of the installation: what we keep stays until app_uninstalled. Our next call finds the token dead.
    log::warning("slack.tokens_revoked", {{"workspace", origin.channel.workspace.str()}});
    return Ignored{"tokens_revoked"};
  }
  if (what == "app_home_opened") {
    if (text_at(*event, {"tab"}) == "messages") return Ignored{"messages-tab"};
    if (!is_id(user)) return Ignored{"no-member"};
    origin.member.member = MemberId(user);
    origin.channel.channel = direct_channel(origin.member.member);
    origin.direct = true;
    return Lifecycle{std::move(origin), Lifecycle::Kind::HomeOpened};
  }

  if (!is_id(channel)) return Ignored{"event"};
  origin.channel.channel = ChannelId(channel);
  if (what == "member_joined_channel" || what == "member_left_channel") {
    if (bot.empty() || user != bot) return Ignored{"somebody-else"};
    if (what == "member_left_channel") return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
    const std::string inviter = text_at(*event, {"inviter"});
    if (is_id(inviter)) origin.member.member = MemberId(inviter);
    return Lifecycle{std::move(origin), Lifecycle::Kind::AddedToChannel};
  }
  if (what == "channel_left" || what == "group_left") return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
  for (const char* gone : {"channel_archive", "channel_deleted", "group_archive", "group_deleted"})
    if (what == gone) return Lifecycle{std::move(origin), Lifecycle::Kind::ChannelGone};
  return Ignored{"event"};
}

}  // namespace allybot::platforms::slack
