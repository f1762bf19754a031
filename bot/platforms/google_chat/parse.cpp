#include "bot/platforms/google_chat/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::google_chat {
namespace {

using nlohmann::json;

constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostFields = 50;
constexpr std::size_t kMostMentions = 50;
constexpr std::size_t kMostWord = 64;

constexpr std::string_view kSubmitDialog = "SUBMIT_DIALOG", kCancelDialog = "CANCEL_DIALOG";

enum class What { Message, Command, Click, Added, Removed, Other };

const json& nothing() {
  static const json none = json::object();
  return none;
}

const json& part(const json& from, std::initializer_list<std::string_view> path) {
  const json* found = find(from, path);
  return found != nullptr && found->is_object() ? *found : nothing();
}

std::string language_of(const json& common) {
  const std::string locale = text_at(common, {"userLocale"});
  for (const char c : locale)
    if (!http::is_letter(c) && !http::is_digit(c) && c != '-') return {};
  return locale.size() <= 35 ? locale : std::string();
}

std::string zone_of(const json& common) {
  const std::string zone = text_at(common, {"timeZone", "id"});
  return zone.size() <= kMostWord && printable(zone) == zone && is_valid_utf8(zone) ? zone : std::string();
}

/// A button's parameter: a map in one place, a list of pairs in another.
std::string parameter(const json& common, const json& action, std::string_view name) {
  std::string told = text_at(common, {"parameters", name});
  const json* list = find(action, {"parameters"});
  if (!told.empty() || list == nullptr || !list->is_array()) return told;
  for (const json& one : *list)
    if (text_at(one, {"key"}) == name) return text_at(one, {"value"});
  return {};
}

std::map<std::string, std::string> values_of(const json& common) {
  std::map<std::string, std::string> values;
  const json& inputs = part(common, {"formInputs"});
  for (const auto& [name, input] : inputs.items()) {
    if (values.size() == kMostFields) break;
    const json* first = first_at(input, {"stringInputs", "value"});
    values[name] = first != nullptr && first->is_string() ? to_nfc(first->get_ref<const std::string&>()) : std::string();
  }
  return values;
}

std::string shown_name(const json& user) {
  return std::string(trim(printable(cut_bytes(text_at(user, {"displayName"}), kMostName))));
}

bool is_bot(const json& user) { return text_at(user, {"type"}) == "BOT"; }

// https://developers.google.com/workspace/chat/dialogs
std::string dialog_event(const json& event) {
  if (!true_at(event, {"isDialogEvent"})) return {};
  const std::string told = text_at(event, {"dialogEventType"});
  return told.empty() ? "TYPE_UNSPECIFIED" : told;
}

/// Chat leaves out what is zero.
bool calls_us_first(const json& message) {
  const json* annotations = find(message, {"annotations"});
  if (annotations == nullptr || !annotations->is_array()) return false;
  for (const json& one : *annotations)
    if (text_at(one, {"type"}) == "USER_MENTION" && is_bot(part(one, {"userMention", "user"})) &&
        number_at(one, {"startIndex"}).value_or(0) == 0)
      return true;
  return false;
}

}  // namespace

/// One event in either form.
struct Parser::Event {
  What what = What::Other;
  std::string why;  ///< for Other
  const json *user = &nothing(), *space = &nothing(), *message = &nothing(), *common = &nothing(), *action = &nothing();
  std::string time, thread;
  std::string dialog;  ///< what it means to a dialog; empty when it has nothing to do with one
};

Parser::Event Parser::event_of(const json& body) {
  Event event;
  event.common = &part(body, {"common"});
  event.action = &part(body, {"action"});
  const json& chat = part(body, {"chat"});
  if (chat.empty()) {
    constexpr struct {
      std::string_view type;
      What what;
    } kTypes[] = {{"MESSAGE", What::Message},   {"APP_COMMAND", What::Command},  {"CARD_CLICKED", What::Click},
                  {"SUBMIT_FORM", What::Click}, {"ADDED_TO_SPACE", What::Added}, {"REMOVED_FROM_SPACE", What::Removed}};
    const std::string type = text_at(body, {"type"});
    for (const auto& row : kTypes)
      if (row.type == type) event.what = row.what;
    event.why = type == "APP_HOME" || type == "WIDGET_UPDATED" ? http::lower_case(type) : "event";
    event.user = &part(body, {"user"});
    event.space = &part(body, {"space"});
    event.message = &part(body, {"message"});
    event.time = text_at(body, {"eventTime"});
    event.thread = text_at(body, {"thread", "name"});
    event.dialog = dialog_event(body);
  } else {
    constexpr struct {
      const char* member;
      What what;
    } kPayloads[] = {{"messagePayload", What::Message},
                     {"appCommandPayload", What::Command},
                     {"buttonClickedPayload", What::Click},
                     {"addedToSpacePayload", What::Added},
                     {"removedFromSpacePayload", What::Removed}};
    if (const json& told = part(body, {"commonEventObject"}); !told.empty()) event.common = &told;
    event.why = "event";
    event.user = &part(chat, {"user"});
    event.time = text_at(chat, {"eventTime"});
    for (const auto& row : kPayloads) {
      const json* payload = find(chat, {row.member});
      if (payload == nullptr || !payload->is_object()) continue;
      event.what = row.what;
      event.space = &part(*payload, {"space"});
      event.message = &part(*payload, {"message"});
      event.thread = text_at(*payload, {"thread", "name"});
      event.dialog = dialog_event(*payload);
    }
  }
  if (event.space->empty()) event.space = &part(*event.message, {"space"});
  if (event.thread.empty()) event.thread = text_at(*event.message, {"thread", "name"});
  return event;
}

Inbound Parser::parse(const Authentic& request, TimePoint now) const {
  const std::string& raw = request.raw().body;
  const bool readable = is_valid_utf8(raw);
  const auto body = read_json(readable ? raw : with_valid_utf8(raw));
  if (!body || !body->is_object()) return Ignored{"not-an-event"};
  const Event event = event_of(*body);
  if (event.what == What::Other) return Ignored{event.why};
  if (event.dialog == kCancelDialog) return Ignored{"dialog-cancelled"};

  Route route;
  route.space = id_in(text_at(*event.space, {"name"}), "spaces");
  if (route.space.empty()) return Ignored{"no-space"};
  const std::string member = id_in(text_at(*event.user, {"name"}), "users");
  if (member.empty()) return Ignored{"no-member"};
  if (is_bot(*event.user)) return Ignored{"bot"};
  if (is_thread_name(event.thread)) route.thread = event.thread;

  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(workspace_), MemberId(member)};
  origin.direct = text_at(*event.space, {"spaceType"}) == "DIRECT_MESSAGE" || text_at(*event.space, {"type"}) == "DM" ||
                  true_at(*event.space, {"singleUserBotDm"});
  origin.channel = {PlatformId(kPlatform), WorkspaceId(workspace_),
                    origin.direct ? direct_channel(origin.member.member) : ChannelId(route.space)};
  origin.language = language_of(*event.common);
  origin.zone = zone_of(*event.common);
  people_.learn_name(member, shown_name(*event.user));
  if (origin.direct) {
    people_.learn_conversation(member, event.what == What::Removed ? std::string() : route.space);
    if (event.what == What::Removed) people_.forget_conversation(member);
    route.thread.clear();
  }
  switch (event.what) {
    case What::Message:
    case What::Command: return said(event, std::move(origin), std::move(route), readable);
    case What::Click: return pressed(event, std::move(origin), std::move(route), now);
    case What::Added:
      route.asked = Asked::Command;
      origin.route = route.text();
      return Lifecycle{std::move(origin), Lifecycle::Kind::AddedToChannel};
    case What::Removed: return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
    case What::Other: break;
  }
  return Ignored{event.why};
}

// https://developers.google.com/workspace/chat/commands
Inbound Parser::said(const Event& event, Origin origin, Route route, bool readable) const {
  const json& message = *event.message;
  Command command;
  command.entry = origin.direct ? Command::Entry::Direct : Command::Entry::Mention;
  if (event.what == What::Command || find(message, {"slashCommand"}) != nullptr) command.entry = Command::Entry::Slash;
  if (command.entry == Command::Entry::Mention && !calls_us_first(message)) return Ignored{"mention-not-first"};
  const std::string name = text_at(message, {"name"});
  if (is_message_name(name))
    origin.request = request_id(name);
  else if (!event.time.empty())
    origin.request = request_id(event.time + '\n' + origin.member.str() + '\n' + route.space);
  // A command whose box "Opens a dialog" was ticked takes nothing but a dialog.
  route.asked = event.dialog.empty() ? Asked::Command : Asked::Dialog;
  origin.route = route.text();
  if (!readable) return unusable(std::move(origin), Code::Invalid, "message is not UTF-8", kSayNotText);
  command.origin = std::move(origin);
  command.text = to_nfc(trim(typed(message)));
  return command;
}

/// Without the mention of us; other members as `<@ID>`. A typed "<@" gets a space, so that nobody is named by it.
std::string Parser::typed(const json& message) const {
  const json* words = find(message, {"argumentText"});
  std::string text = words != nullptr ? text_at(message, {"argumentText"}) : text_at(message, {"text"});
  for (std::size_t at = text.find("<@"); at != std::string::npos; at = text.find("<@", at + 2)) text.insert(at + 1, 1, ' ');
  const json* annotations = find(message, {"annotations"});
  if (annotations == nullptr || !annotations->is_array()) return text;
  std::size_t mentions = 0;
  std::size_t from = 0;
  for (const json& one : *annotations) {
    const json& user = part(one, {"userMention", "user"});
    const std::string id = id_in(text_at(user, {"name"}), "users");
    const std::string name = text_at(user, {"displayName"});
    if (text_at(one, {"type"}) != "USER_MENTION" || is_bot(user) || id.empty() || name.empty()) continue;
    if (++mentions > kMostMentions) break;
    people_.learn_name(id, shown_name(user));
    const std::size_t at = text.find('@' + name, from);
    if (at == std::string::npos) continue;
    const std::string meant = "<@" + id + '>';
    text.replace(at, name.size() + 1, meant);
    from = at + meant.size();
  }
  return text;
}

Inbound Parser::pressed(const Event& event, Origin origin, Route route, TimePoint now) const {
  const std::string value = parameter(*event.common, *event.action, kValue);
  const bool form = !parameter(*event.common, *event.action, kForm).empty();
  if (value.empty()) return Ignored{"foreign-value"};
  const std::string message = text_at(*event.message, {"name"});
  if (!event.time.empty()) origin.request = request_id(event.time + '\n' + origin.member.str() + '\n' + message + '\n' + value);
  const bool for_dialog = !event.dialog.empty();
  if (form)
    route.asked = for_dialog ? Asked::DialogForm : Asked::Form;
  else
    route.asked = for_dialog ? Asked::Dialog : Asked::Press;

  auto opened = buttons_.open(value, origin.channel, origin.member.member, now);
  if (opened && form && opened->action.binding == Binding::Anyone) opened = fail(Code::Unauthorized, "form is for no member");
  if (!opened) {
    origin.route = route.text();
    return unusable(std::move(origin), Code::Unauthorized, "button value is not ours", kSayOldButton);
  }
  const bool is_private = origin.direct || opened->action.binding == Binding::Member;
  // What was pressed in a dialog says nothing of who reads the message that it was opened from.
  const bool in_dialog = for_dialog && (form || event.dialog == kSubmitDialog);
  if (is_private && !in_dialog && is_message_name(message)) route.message = message;
  origin.route = route.text();
  if (!form) return Press{std::move(origin), std::move(opened->action), opened->standing, is_private};
  return FormSubmitted{std::move(origin), std::move(opened->action), opened->standing, values_of(*event.common)};
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  std::string sentence = say_(origin.language, key);
  return Unusable{std::move(origin), Error{code, for_log, std::move(sentence)}};
}

}  // namespace allybot::platforms::google_chat
