#include "bot/platforms/discord/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/forms.h"
#include "bot/platforms/discord/text.h"
#include "bot/platforms/discord/verify.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::discord {
namespace {

using nlohmann::json;

constexpr std::int64_t kPing = 1, kCommand = 2, kComponent = 3, kTyping = 4, kModal = 5;
constexpr std::int64_t kSlash = 1;       // type of a command
constexpr std::int64_t kButton = 2;      // type of a component
constexpr std::int64_t kText = 3;        // type of an option
constexpr std::int64_t kBotDirect = 1;   // context
constexpr std::int64_t kEphemeral = 64;  // flag of a message
constexpr std::int64_t kEvent = 1;       // 0: a ping
constexpr int kMostOptionDepth = 3;      // group, subcommand, option

/// "en-US" is a BCP 47 tag already; anything else is left out.
std::string language_of(const std::string& locale) {
  for (const char c : locale)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return {};
  return locale.size() <= 35 ? locale : std::string();
}

std::string id_at(const json& from, std::initializer_list<std::string_view> path) {
  std::string id = text_at(from, path);
  return is_id(id) ? id : std::string();
}

/// A thread: news (10), public (11) or private (12).
bool is_thread(std::optional<std::int64_t> channel_type) { return channel_type && *channel_type >= 10 && *channel_type <= 12; }

/// Names of subcommands and values of options, in order, as if they had been typed.
void append_words(const json& options, int depth, std::string& into) {
  if (!options.is_array() || depth > kMostOptionDepth) return;
  for (const json& option : options) {
    std::string word;
    if (const json* inner = find(option, {"options"}); inner != nullptr || find(option, {"value"}) == nullptr) {
      word = text_at(option, {"name"});
      if (inner != nullptr) append_words(*inner, depth + 1, word);
    } else if (number_at(option, {"type"}) == kText) {
      word = text_at(option, {"value"});
    } else if (const json& value = *find(option, {"value"}); value.is_string()) {
      word = value.get<std::string>();
    } else if (value.is_number() || value.is_boolean()) {
      word = value.dump();
    }
    if (!into.empty() && (!word.empty() || true_at(option, {"focused"}))) into += ' ';
    into += word;
  }
}

std::string words_of(const json& payload) {
  std::string words;
  if (const json* options = find(payload, {"data", "options"}); options != nullptr) append_words(*options, 0, words);
  return words;
}

/// The names of the subcommands that were chosen, each with a blank behind it.
std::string chosen(const json& payload) {
  std::string names;
  const json* option = first_at(payload, {"data", "options"});
  for (int depth = 0; depth < kMostOptionDepth && option != nullptr && find(*option, {"options"}) != nullptr; ++depth) {
    names += printable(text_at(*option, {"name"})) + ' ';
    option = first_at(*option, {"options"});
  }
  return names;
}

/// Genuine, and nothing for us: an event is to be told so, or it comes again.
Inbound no_event() { return Handshake{204, {}, {}, {}}; }

}  // namespace

struct Parser::Read {
  json payload;
  Origin origin;
  Route route;
  bool readable = true;  ///< the body was UTF-8
};

Parser::Parser(const Buttons& buttons, std::function<std::string(std::string_view language, std::string_view key)> say,
               std::function<void(const ToldRights&)> learn)
    : buttons_(buttons), say_(std::move(say)), learn_(std::move(learn)) {}

Inbound Parser::parse(const Authentic& request, TimePoint now) const {
  const http::RawRequest& raw = request.raw();
  if (raw.path == kInteractionsPath) return interaction(raw, now);
  if (raw.path == kEventsPath) return event(raw);
  return Ignored{"path"};
}

Inbound Parser::interaction(const http::RawRequest& raw, TimePoint now) const {
  Read read;
  read.readable = is_valid_utf8(raw.body);
  auto payload = read_json(read.readable ? raw.body : with_valid_utf8(raw.body));
  if (!payload) return Ignored{"not-json"};
  read.payload = std::move(*payload);
  const json& told = read.payload;
  const auto type = number_at(told, {"type"});
  if (type == kPing) return Handshake{200, "application/json", R"({"type":1})", {}};

  const std::string request = id_at(told, {"id"});
  const std::string application = id_at(told, {"application_id"});
  const std::string workspace = id_at(told, {"guild_id"});
  std::string channel = id_at(told, {"channel_id"});
  if (channel.empty()) channel = id_at(told, {"channel", "id"});
  std::string user = id_at(told, {"member", "user", "id"});
  if (user.empty()) user = id_at(told, {"user", "id"});
  if (request.empty() || application.empty() || user.empty()) return Ignored{"no-member"};

  Origin& origin = read.origin;
  origin.request = RequestId(request);
  origin.language = language_of(text_at(told, {"locale"}));
  const auto context = number_at(told, {"context"});
  origin.direct = context ? *context == kBotDirect : workspace.empty();
  origin.member = {PlatformId(kPlatform), WorkspaceId(workspace), MemberId(user)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(workspace), ChannelId(channel)};
  // One name for a conversation of two, whether Discord has told its id or not.
  if (origin.direct) origin.channel.channel = direct_channel(origin.member.member);
  if (origin.channel.channel.empty()) return Ignored{"no-channel"};

  read.route.application = application;
  if (std::string token = text_at(told, {"token"}); is_token(token)) read.route.token = std::move(token);
  if (learn_ && !origin.direct) {
    const json* owners = find(told, {"authorizing_integration_owners"});
    learn_({origin.member, origin.channel, text_at(told, {"member", "permissions"}), text_at(told, {"app_permissions"}),
            is_thread(number_at(told, {"channel", "type"})), owners == nullptr || owners->contains("0")});
  }
  if (type == kCommand) return command(std::move(read));
  if (type == kComponent) return press(std::move(read), now);
  if (type == kTyping) return typing(std::move(read));
  if (type == kModal) return form(std::move(read), now);
  return Ignored{"interaction"};
}

// https://docs.discord.com/developers/interactions/application-commands#slash-commands
Inbound Parser::command(Read read) const {
  if (number_at(read.payload, {"data", "type"}).value_or(kSlash) != kSlash) return Ignored{"not-slash"};
  read.route.asked = Asked::Command;
  read.origin.route = read.route.text();
  if (!read.readable) return unusable(std::move(read.origin), Code::Invalid, "command is not UTF-8", kSayNotText);
  return Command{std::move(read.origin), to_nfc(trim(typed_text(words_of(read.payload)))), Command::Entry::Slash};
}

Inbound Parser::typing(Read read) const {
  read.route.asked = Asked::Typing;
  read.route.before = chosen(read.payload);
  read.origin.route = read.route.text();
  // Not trimmed: a blank at the end says that a new word begins.
  return Completion{std::move(read.origin), to_nfc(words_of(read.payload))};
}

Inbound Parser::press(Read read, TimePoint now) const {
  if (number_at(read.payload, {"data", "component_type"}) != kButton) return Ignored{"not-a-button"};
  const bool ephemeral = (number_at(read.payload, {"message", "flags"}).value_or(0) & kEphemeral) != 0;
  const bool is_private = read.origin.direct || ephemeral;
  read.route.asked = Asked::Press;
  read.route.replaces = is_private;
  read.origin.route = read.route.text();
  auto opened = open(read, now);
  if (!opened)
    return unusable(std::move(read.origin), Code::Unauthorized, "button value is not ours for this place", kSayOldButton);
  Press press;
  press.message_is_private = is_private;
  press.origin = std::move(read.origin);
  press.action = std::move(opened->action);
  press.standing = opened->standing;
  return press;
}

Inbound Parser::form(Read read, TimePoint now) const {
  read.route.asked = Asked::Form;
  read.origin.route = read.route.text();
  if (!read.readable) return unusable(std::move(read.origin), Code::Invalid, "form is not UTF-8", kSayNotText);
  auto opened = open(read, now);
  if (!opened || opened->action.binding != Binding::Member)
    return unusable(std::move(read.origin), Code::Unauthorized, "form value is not ours for this place", kSayOldButton);
  FormSubmitted form;
  form.origin = std::move(read.origin);
  form.action = std::move(opened->action);
  form.standing = opened->standing;
  if (const json* components = find(read.payload, {"data", "components"}); components != nullptr)
    form.values = modal_values(*components);
  return form;
}

Result<Buttons::Opened> Parser::open(Read& read, TimePoint now) const {
  const auto id = CustomId::read(text_at(read.payload, {"data", "custom_id"}));
  if (!id) return fail(Code::Unauthorized, "custom_id is not ours");
  ChannelKey where = read.origin.channel;
  if (read.origin.direct) where.workspace = WorkspaceId(id->workspace);
  auto opened = buttons_.open(id->value, where, read.origin.member.member, now);
  if (opened && read.origin.direct) {
    // The value proves that this message is about that workspace, and came to this member.
    read.origin.channel.workspace = where.workspace;
    read.origin.member.workspace = where.workspace;
  }
  return opened;
}

// https://docs.discord.com/developers/events/webhook-events
Inbound Parser::event(const http::RawRequest& raw) const {
  const auto told = read_json(is_valid_utf8(raw.body) ? raw.body : with_valid_utf8(raw.body));
  if (!told) return no_event();
  const auto type = number_at(*told, {"type"});
  if (type != kEvent) return no_event();  // a ping among them
  if (text_at(*told, {"event", "type"}) != "APPLICATION_AUTHORIZED") return no_event();
  const std::string workspace = id_at(*told, {"event", "data", "guild", "id"});
  const std::string user = id_at(*told, {"event", "data", "user", "id"});
  if (workspace.empty() || user.empty()) return no_event();  // somebody's own account
  // The bot came to a server and to no channel of it: whoever brought it is greeted in a direct message.
  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(workspace), MemberId(user)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(workspace), direct_channel(MemberId(user))};
  origin.direct = true;
  origin.request = RequestId(std::string(raw.headers.only(kSignatureHeader).value_or("")));
  origin.language = language_of(text_at(*told, {"event", "data", "guild", "preferred_locale"}));
  Route route;
  route.asked = Asked::Event;
  origin.route = route.text();
  return Lifecycle{std::move(origin), Lifecycle::Kind::AddedToChannel};
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  std::string said = say_(origin.language, key);
  return Unusable{std::move(origin), Error{code, for_log, std::move(said)}};
}

}  // namespace allybot::platforms::discord
