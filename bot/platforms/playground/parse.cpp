#include "bot/platforms/playground/parse.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/playground/limits.h"
#include "bot/platforms/playground/playground.h"
#include "bot/platforms/playground/render.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::playground {
namespace {

using nlohmann::json;

constexpr std::string_view kBotHandle = "allybot";
constexpr std::size_t kMostName = 64;
constexpr std::size_t kMostFields = 20;

bool is_name(std::string_view text, std::string_view signs) {
  if (text.size() > kMostName) return false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && signs.find(c) == std::string_view::npos) return false;
  }
  return true;
}

std::string name_at(const json& sent, std::string_view field, std::string_view signs) {
  std::string text = text_at(sent, {field});
  return is_name(text, signs) ? text : std::string();
}

bool names(std::string_view text, std::string_view handle) {
  if (!http::equal_ignoring_case(text.substr(0, handle.size()), handle)) return false;
  return text.size() == handle.size() || !is_name(text.substr(handle.size(), 1), "-_");
}

/// "@maya" at the start of a word becomes "<@U1>".
std::string with_mentions(std::string_view text) {
  std::string made;
  bool at_word = true;
  while (!text.empty()) {
    const Member* found = nullptr;
    if (at_word && text[0] == '@')
      for (const Member& member : members())
        if (names(text.substr(1), member.handle)) found = &member;
    if (found != nullptr) {
      made += std::string("<@") + found->id + '>';
      text.remove_prefix(1 + std::string_view(found->handle).size());
      continue;
    }
    at_word = text[0] == ' ' || text[0] == '\n';
    made += text[0];
    text.remove_prefix(1);
  }
  return made;
}

}  // namespace

struct Parser::Sent {
  json body;
  Origin origin;
  bool is_text = true;  ///< all of it was UTF-8
};

Parser::Parser(const Buttons& buttons, Workspace& workspace, Words words)
    : buttons_(buttons), workspace_(workspace), words_(std::move(words)) {}

Result<Inbound> Parser::parse(const Authentic& request, TimePoint now) const {
  const http::RawRequest& raw = request.raw();
  Sent sent;
  sent.is_text = is_valid_utf8(raw.body);
  auto read = read_json(with_valid_utf8(raw.body));
  if (!read) return tl::unexpected(read.error());
  sent.body = std::move(*read);

  Origin& origin = sent.origin;
  const PlatformId platform(kPlatform);
  const WorkspaceId workspace(kWorkspace);
  origin.member = {platform, workspace, MemberId(text_at(sent.body, {"member"}))};
  origin.channel = {platform, workspace, ChannelId(text_at(sent.body, {"channel"}))};
  if (!may_read(origin.channel.channel, origin.member.member))
    return fail(Code::Invalid, "playground: no such member or channel");
  origin.direct = !owner_of(origin.channel.channel).empty();
  origin.zone = name_at(sent.body, "zone", "/_+-");
  origin.language = name_at(sent.body, "language", "-");

  if (raw.path == kResetPath) {
    origin.route = kRouteReset;
    return Lifecycle{std::move(origin), Lifecycle::Kind::Uninstalled};
  }
  if (raw.path == kCompletionsPath) return Completion{std::move(origin), to_nfc(text_at(sent.body, {"text"}))};

  origin.request = RequestId(name_at(sent.body, "request", "-"));
  if (origin.request.empty()) return fail(Code::Invalid, "playground: request without an id");
  if (raw.path == kCommandsPath) return typed(std::move(sent), now);
  if (raw.path == kPressesPath) return pressed(std::move(sent), now);
  if (raw.path == kFormsPath) return filled(std::move(sent), now);
  return fail(Code::NotFound, "playground: no such path");
}

Result<Inbound> Parser::typed(Sent sent, TimePoint now) const {
  Origin& origin = sent.origin;
  const auto unusable = [&](std::string_view key) {
    return Unusable{origin, Error{Code::Invalid, "playground: message not usable", words_.say(origin.language, key)}};
  };
  if (!sent.is_text) return unusable(kSayNotText);
  const std::string typed = text_at(sent.body, {"text"});
  const std::string text = to_nfc(trim(typed));
  if (text.empty() || count_code_points(text) > kMostTyped) return unusable(kSayUnreadable);

  Message message;
  message.channel = origin.channel.channel;
  message.author = origin.member.member;
  message.at = now;
  message.content = text_content(text);
  // What is typed with a slash stays between the member and the bot, as on any platform; the page shows it to that member.
  if (text[0] == '/') message.only_for = origin.member.member;
  workspace_.add(std::move(message), "typed/" + origin.request.str());

  const std::string words = with_mentions(text);
  if (text[0] == '/') {
    const std::string_view rest = std::string_view(words).substr(1);
    if (!starts_with_word(rest, words_.command)) return unusable(kSayUnreadable);
    return Command{std::move(origin), std::string(trim(rest.substr(words_.command.size()))), Command::Entry::Slash};
  }
  if (origin.direct) return Command{std::move(origin), words, Command::Entry::Direct};
  if (words[0] == '@' && names(std::string_view(words).substr(1), kBotHandle)) {
    const std::string_view rest = std::string_view(words).substr(1 + kBotHandle.size());
    return Command{std::move(origin), std::string(trim(rest)), Command::Entry::Mention};
  }
  return Ignored{"chat"};
}

Result<Inbound> Parser::pressed(Sent sent, TimePoint now) const {
  Origin& origin = sent.origin;
  bool is_private = true;
  const auto id = number_at(sent.body, {"message"});
  if (const auto message = id ? workspace_.find(static_cast<std::uint64_t>(*id), origin.member.member) : std::nullopt;
      message && message->channel == origin.channel.channel) {
    origin.route = std::string(kRoutePress) + std::to_string(message->id);
    is_private = origin.direct || !message->only_for.empty();
  }
  auto opened = buttons_.open(text_at(sent.body, {"value"}), origin.channel, origin.member.member, now);
  if (!opened)
    return Unusable{origin, Error{opened.error().code, opened.error().for_log, words_.say(origin.language, kSayOldButton)}};
  return Press{std::move(origin), std::move(opened->action), opened->standing, is_private};
}

Result<Inbound> Parser::filled(Sent sent, TimePoint now) const {
  Origin& origin = sent.origin;
  if (!sent.is_text)
    return Unusable{origin, Error{Code::Invalid, "playground: form is not UTF-8", words_.say(origin.language, kSayNotText)}};
  auto opened = buttons_.open(text_at(sent.body, {"value"}), origin.channel, origin.member.member, now);
  if (!opened)
    return Unusable{origin, Error{opened.error().code, opened.error().for_log, words_.say(origin.language, kSayOldButton)}};
  FormSubmitted form{std::move(origin), std::move(opened->action), opened->standing, {}};
  const json* values = find(sent.body, {"values"});
  if (values == nullptr || !values->is_object() || values->size() > kMostFields)
    return fail(Code::Invalid, "playground: form without values");
  for (const auto& [name, value] : values->items()) {
    if (!is_name(name, "") || !value.is_string()) return fail(Code::Invalid, "playground: a value of the form");
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > kMostFormBytes) return fail(Code::TooLarge, "playground: a value of the form");
    form.values[name] = to_nfc(text);
  }
  return form;
}

}  // namespace allybot::platforms::playground
