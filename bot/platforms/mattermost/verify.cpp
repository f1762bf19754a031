#include "bot/platforms/mattermost/verify.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/http/ascii.h"
#include "bot/http/message.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/text_scan.h"

namespace allybot::platforms::mattermost {
namespace {

constexpr std::size_t kMostToken = 128;
constexpr std::size_t kTicketParts = 7;
constexpr std::string_view kScheme = "Token ";

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

ChannelKey place_of(const std::string& workspace, const std::string& place) {
  return {PlatformId(kPlatform), WorkspaceId(workspace), ChannelId(place)};
}

/// A place is a channel, or the conversation of this very member with us.
bool is_place(const std::string& place, const std::string& user) {
  return is_id(place) || place == direct_channel(MemberId(user)).str();
}

bool is_workspace(const std::string& text) { return text.empty() || is_id(text); }

/// A conversation of two is named by the ids of both. Absent names are let pass: not every version sends one.
bool is_conversation_of(std::string_view channel_name, std::string_view user) {
  return channel_name.empty() ||
         (channel_name.find("__") != std::string_view::npos && channel_name.find(user) != std::string_view::npos);
}

}  // namespace

std::optional<PressBody> read_press(std::string_view body) {
  auto texts = scan_texts(
      body, {"context.v", "context.t", "context.c", "context.k", "channel_id", "channel_name", "user_id", "trigger_id"});
  if (!texts) return std::nullopt;
  auto& t = *texts;
  PressBody press{std::move(t[0]), std::move(t[1]), std::move(t[2]), std::move(t[3]),
                  std::move(t[4]), std::move(t[5]), std::move(t[6]), std::move(t[7])};
  if (!is_id(press.user) || !is_id(press.channel) || !is_workspace(press.workspace) || !is_place(press.place, press.user))
    return std::nullopt;
  return press;
}

Result<Buttons::Opened> open_press(const Buttons& buttons, const PressBody& press, TimePoint now) {
  const bool in_conversation = press.shown == std::string(1, static_cast<char>(Shown::Direct)) || press.place.front() == '@';
  const bool from_there = in_conversation ? is_conversation_of(press.channel_name, press.user) : press.channel == press.place;
  if (!from_there) return refuse("button value is not ours for this place");
  return buttons.open(press.value, place_of(press.workspace, press.place), MemberId(press.user), now);
}

std::string FormTicket::text() const {
  return join({token, workspace, place, response_url, std::to_string(to_unix_millis(url_good_until)), channel_name, nonce}, "\n");
}

std::optional<FormTicket> FormTicket::read(std::string_view text) {
  const auto parts = split(text, '\n');
  std::int64_t until = 0;
  if (parts.size() != kTicketParts || !parse_number(parts[4], until)) return std::nullopt;
  return FormTicket{std::string(parts[0]),   std::string(parts[1]), std::string(parts[2]), std::string(parts[3]),
                    from_unix_millis(until), std::string(parts[5]), std::string(parts[6])};
}

std::optional<FormBody> read_form(std::string_view body) {
  auto texts = scan_texts(body, {"state", "user_id"});
  if (!texts || !is_id((*texts)[1])) return std::nullopt;
  auto ticket = FormTicket::read((*texts)[0]);
  if (!ticket || !is_workspace(ticket->workspace) || !is_place(ticket->place, (*texts)[1])) return std::nullopt;
  return FormBody{std::move(*ticket), std::move((*texts)[1])};
}

Result<Buttons::Opened> open_form(const Buttons& buttons, const FormBody& form, TimePoint now) {
  auto opened = buttons.open(form.ticket.token, place_of(form.ticket.workspace, form.ticket.place), MemberId(form.user), now);
  // A form is one member's: a value for anyone was signed for a button that the whole channel sees.
  if (opened && opened->action.binding != Binding::Member) return refuse("form ticket is not ours for this place");
  return opened;
}

Result<Authentic> MattermostVerifier::verify(http::RawRequest raw, TimePoint now) const {
  if (raw.path == kCommandsPath) {
    if (auto good = check_command(raw); !good) return tl::unexpected(good.error());
    return admit(std::move(raw), kByToken);
  }
  if (raw.path == kActionsPath) {
    const auto press = read_press(raw.body);
    if (!press) return refuse("no button value of ours");
    if (auto opened = open_press(buttons_, *press, now); !opened) return tl::unexpected(opened.error());
    return admit(std::move(raw), kByButton);
  }
  if (raw.path == kDialogsPath) {
    const auto form = read_form(raw.body);
    if (!form) return refuse("no form ticket of ours");
    if (auto opened = open_form(buttons_, *form, now); !opened) return tl::unexpected(opened.error());
    return admit(std::move(raw), kByForm);
  }
  return refuse("no such path");
}

// https://developers.mattermost.com/integrate/slash-commands/custom/ : the same token in a header and in the body.
Result<void> MattermostVerifier::check_command(const http::RawRequest& raw) const {
  if (raw.headers.count("Authorization") > 1) return refuse("authorization doubled");
  std::string_view in_header;
  if (const auto header = raw.headers.only("Authorization")) {
    // With an outgoing OAuth connection its own header stands here, which is none of our business.
    if (http::equal_ignoring_case(header->substr(0, kScheme.size()), kScheme)) {
      in_header = trim(header->substr(kScheme.size()));
      if (in_header.empty() || in_header.size() > kMostToken) return refuse("token malformed");
    }
  }
  const std::size_t fields = http::count_form_field(raw.body, "token");
  if (fields > 1) return refuse("token doubled");
  const std::string in_body = fields == 1 ? http::form_field(raw.body, "token").value_or(std::string()) : std::string();
  if (fields == 1 && (in_body.empty() || in_body.size() > kMostToken)) return refuse("token malformed");

  if (in_header.empty() && in_body.empty()) return refuse("token missing");
  if (!in_header.empty() && !in_body.empty() && !crypto::equal_in_constant_time(in_header, in_body))
    return refuse("tokens disagree");
  if (!is_accepted(in_header.empty() ? std::string_view(in_body) : in_header)) return refuse("token is none of ours");
  return {};
}

bool MattermostVerifier::is_accepted(std::string_view token) const {
  bool accepted = false;
  for (const Secret& known : command_tokens_)  // all of them, so that time does not tell which one it was
    accepted = crypto::equal_in_constant_time(token, known.reveal()) || accepted;
  return accepted;
}

}  // namespace allybot::platforms::mattermost
