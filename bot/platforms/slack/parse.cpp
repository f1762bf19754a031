#include "bot/platforms/slack/parse.h"

#include <array>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/http/form_fields.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/slack/text.h"
#include "bot/platforms/slack/verify.h"

namespace allybot::platforms::slack {
namespace {

constexpr std::size_t kMostRequestId = 128;

constexpr std::array<std::string_view, 6> kCommandFields = {"team_id",    "channel_id",   "user_id",
                                                            "trigger_id", "response_url", "text"};

}  // namespace

Parser::Parser(const Buttons& buttons, ResponseHosts hosts, std::function<std::string(std::string_view key)> say)
    : buttons_(buttons), hosts_(hosts), say_(std::move(say)) {}

Inbound Parser::parse(const Authentic& request, TimePoint now, const std::string& bot) const {
  const http::RawRequest& raw = request.raw();
  if (request.proof() == kProbe) return Handshake{};
  if (raw.path == kCommandsPath) return command(raw);
  if (raw.path == kInteractivityPath) return interactive(raw, now);
  if (raw.path == kEventsPath) return event(raw, bot);
  return Ignored{"path"};
}

// https://docs.slack.dev/interactivity/implementing-slash-commands
Inbound Parser::command(const http::RawRequest& raw) const {
  auto fields = http::form_fields(raw.body, kCommandFields);
  for (auto& field : fields)
    if (!field) field.emplace();
  auto& [team, channel, user, trigger, answer_to, text] = fields;

  Origin origin;
  Route route{Asked::Command, response_url(std::move(*answer_to)), {}, {}};
  if (trigger->size() <= kMostRequestId && printable(*trigger) == *trigger && is_valid_utf8(*trigger))
    route.trigger_id = std::move(*trigger);
  origin.request = request_id(raw, route.trigger_id);
  origin.route = route.text();
  if (!is_id(*team) || !is_id(*channel) || !is_id(*user))
    return unusable(std::move(origin), Code::Invalid, "command without usable ids", kSayUnreadable);
  // A conversation of two: with us, or with somebody else. In the second we cannot post at all, so that nothing said there
  // can reach the other person; answers are shown to the member alone in both.
  origin.direct = channel->front() == 'D';
  origin.member = {PlatformId(kPlatform), WorkspaceId(*team), MemberId(std::move(*user))};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(std::move(*team)), ChannelId(std::move(*channel))};
  if (!is_valid_utf8(*text)) return unusable(std::move(origin), Code::Invalid, "command text is not UTF-8", kSayNotText);
  return Command{std::move(origin), to_nfc(trim(typed_text(*text))), Command::Entry::Slash};
}

RequestId Parser::request_id(const http::RawRequest& raw, const std::string& trigger) {
  if (!trigger.empty()) return RequestId(trigger);
  return RequestId(std::string(raw.headers.only(kSignatureHeader).value_or("")));
}

std::string Parser::response_url(std::string url) const {
  if (url.empty() || hosts_.allow(url)) return url;
  log::warning("slack.response_url_refused", {{"why", "its host is not one of Slack's: no answer can go late"}});
  return {};
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  return Unusable{std::move(origin), Error{code, for_log, say_(key)}};
}

std::string FormTicket::text() const { return token + '\n' + channel + '\n' + response_url; }

FormTicket FormTicket::read(std::string_view text) {
  const auto parts = split(text, '\n');
  if (parts.size() != 3) return {};
  return {std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

}  // namespace allybot::platforms::slack
