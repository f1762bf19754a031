#include "bot/platforms/webex/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/webex/card.h"
#include "bot/platforms/webex/route.h"
#include "bot/platforms/webex/text.h"

namespace allybot::platforms::webex {
namespace {

using nlohmann::json;

constexpr std::size_t kMostFields = 50;
constexpr std::chrono::seconds kPatience{4};  // whoever asked waits, and so does Webex

// What a Fetch is for: a word, then the id of what it asks for.
constexpr std::string_view kOwn = "webex.own ";
constexpr std::string_view kRoom = "webex.room ";
constexpr std::string_view kPerson = "webex.person ";
constexpr std::string_view kMessage = "webex.message ";
constexpr std::string_view kAction = "webex.action ";

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }
std::string purpose(std::string_view word, std::string_view id) { return std::string(word) + std::string(id); }

std::string id_at(const json& from, std::initializer_list<std::string_view> path) {
  std::string id = text_at(from, path);
  return is_id(id) ? id : std::string();
}

std::string value_of(const json& value) {
  if (value.is_string()) return to_nfc(value.get_ref<const std::string&>());
  if (value.is_boolean() || value.is_number()) return value.dump();
  return {};
}

bool is_ours(std::string_view name) { return begins(name, "allybot_"); }

}  // namespace

Result<std::variant<std::vector<Inbound>, Fetch>> Parser::parse(const Authentic& request, TimePoint now) {
  using All = std::variant<std::vector<Inbound>, Fetch>;
  const auto body = read_json(request.raw().body);
  const json* data = body ? find(*body, {"data"}) : nullptr;
  Read read = Ignored{"not-an-event"};
  if (data != nullptr && data->is_object()) {
    const Event told{*data,
                     text_at(*body, {"resource"}),
                     text_at(*body, {"event"}),
                     id_at(*data, {"id"}),
                     id_at(*data, {"roomId"}),
                     id_at(*data, {"personId"}),
                     id_at(*body, {"actorId"}),
                     people_.own()};
    if (told.us.id.empty()) {
      if (auto fetch = ask(std::string(kOwn), kMe)) return All(std::move(*fetch));
      kept_.forget(std::string(kOwn));
      return fail(Code::Unavailable, "Webex does not tell who we are");
    }
    read = event(told, now);
    if (auto* fetch = std::get_if<Fetch>(&read)) return All(std::move(*fetch));
    kept_.forget(std::string(kOwn));
    for (const std::string_view word : {kMessage, kAction}) kept_.forget(purpose(word, told.id));
  }
  std::vector<Inbound> all;
  all.push_back(std::move(std::get<Inbound>(read)));
  return All(std::move(all));
}

void Parser::fetched(const std::string& purpose, const http::ClientOutcome& outcome) {
  kept_.keep(purpose, outcome);
  const std::string id = purpose.substr(std::min(purpose.find(' ') + 1, purpose.size()));
  if (purpose == kOwn) people_.learn_own(outcome);
  if (begins(purpose, kPerson)) people_.learn(id, outcome);
  if (const Answered answered = read_answer(outcome); !answered.ok)
    log::warning("webex.not_told",
                 {{"what", purpose.substr(0, purpose.find(' '))}, {"why", answered.error}, {"tracking", answered.tracking}});
  else if (begins(purpose, kRoom))
    rooms_.learn(*answered.body);
}

std::optional<Fetch> Parser::ask(const std::string& purpose, const std::string& path) const {
  if (kept_.find(purpose)) return std::nullopt;
  Fetch fetch{api_.request(http::Method::Get, path), purpose, std::nullopt, true};
  fetch.request.total_timeout = kPatience;
  return fetch;
}

std::optional<Fetch> Parser::ask_for_room(const std::string& room) const {
  return rooms_.find(room) ? std::nullopt : ask(purpose(kRoom, room), room_path(room));
}

std::optional<Fetch> Parser::ask_for_person(const std::string& person) const {
  return people_.is_welcome(person) ? std::nullopt : ask(purpose(kPerson, person), person_path(person));
}

Parser::Told Parser::told(const std::string& purpose) const {
  http::ClientOutcome outcome = kept_.find(purpose).value_or(http::ClientOutcome{});
  const bool readable = is_valid_utf8(outcome.body);
  if (!readable) outcome.body = with_valid_utf8(outcome.body);
  return {read_answer(outcome), readable};
}

Parser::Read Parser::event(const Event& event, TimePoint now) {
  if (event.id.empty()) return Ignored{"not-an-event"};
  if (event.resource == "messages" && event.kind == "created") return message(event);
  if (event.resource == "attachmentActions" && event.kind == "created") return action(event, now);
  if (event.resource == "memberships") return membership(event);
  if (event.resource == "rooms") return room(event);
  return Ignored{"event"};
}

Origin Parser::origin_of(const Event& event, const std::string& person, const std::string& room, bool direct) const {
  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(kWorkspace), MemberId(person)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(kWorkspace),
                    direct ? direct_channel(origin.member.member) : ChannelId(room)};
  origin.direct = direct;
  std::string unique = event.resource + '\n' + event.kind + '\n' + event.id;
  // A membership is named by who and where: the next one there has the same id.
  if (event.resource == "memberships") unique += '\n' + text_at(event.data, {"created"});
  origin.request = request_id(unique);
  return origin;
}

// https://developer.webex.com/docs/api/v1/messages/get-message-details
Parser::Read Parser::message(const Event& event) {
  const std::string email = text_at(event.data, {"personEmail"});
  if (event.person.empty() || event.room.empty()) return Ignored{"not-an-event"};
  if (event.person == event.us.id) return Ignored{"own"};
  if (is_bots(email)) return Ignored{"bot"};
  if (!people_.welcomes(email)) return Ignored{"foreign-domain"};
  bool direct = text_at(event.data, {"roomType"}) == "direct";
  if (!direct)
    if (auto fetch = ask_for_room(event.room)) return std::move(*fetch);
  if (auto fetch = ask(purpose(kMessage, event.id), "/messages/" + event.id)) return std::move(*fetch);
  const Told message = told(purpose(kMessage, event.id));
  kept_.forget(purpose(kRoom, event.room));

  Route route;
  route.asked = Asked::Command;
  if (!direct) route.place_name = rooms_.find(event.room).value_or(Room{}).title;
  Origin origin = origin_of(event, event.person, event.room, direct);
  origin.route = route.text();
  if (!message.answered.ok) {
    if (message.answered.status == 404) return Ignored{"message-gone"};
    return unusable(std::move(origin), Code::Unavailable, "message not told: " + message.answered.error, kSayUnreadable);
  }
  const json& body = *message.answered.body;
  const bool same = text_at(body, {"id"}) == event.id && text_at(body, {"personId"}) == event.person &&
                    text_at(body, {"roomId"}) == event.room && (text_at(body, {"roomType"}) == "direct") == direct;
  if (!same) return Ignored{"other-message"};
  if (find(body, {"text"}) == nullptr) return Ignored{"no-text"};
  Spoken spoken = spoken_text(body, event.us);
  if (!direct && !spoken.called_first) return Ignored{"mention-not-first"};
  for (const auto& [person, name] : spoken.mentioned) people_.learn_name(person, name);
  if (direct) {
    route.thread = id_at(body, {"parentId"});
    if (!route.thread.empty()) route.room = event.room;
    origin.route = route.text();
  }
  if (!message.readable) return unusable(std::move(origin), Code::Invalid, "message is not UTF-8", kSayNotText);
  return Command{std::move(origin), to_nfc(spoken.text), direct ? Command::Entry::Direct : Command::Entry::Mention};
}

// https://developer.webex.com/docs/api/v1/attachment-actions/get-attachment-action-details
Parser::Read Parser::action(const Event& event, TimePoint now) {
  if (event.person == event.us.id) return Ignored{"own"};
  if (auto fetch = ask(purpose(kAction, event.id), "/attachment/actions/" + event.id)) return std::move(*fetch);
  const Told action = told(purpose(kAction, event.id));
  const json& body = *action.answered.body;
  const std::string person = action.answered.ok ? id_at(body, {"personId"}) : event.person;
  const std::string room = action.answered.ok ? id_at(body, {"roomId"}) : event.room;
  if (person.empty() || room.empty()) return Ignored{"action-not-told"};
  if (person == event.us.id) return Ignored{"own"};
  if (auto fetch = ask_for_room(room)) return std::move(*fetch);
  if (auto fetch = ask_for_person(person)) return std::move(*fetch);
  kept_.forget(purpose(kRoom, room));
  kept_.forget(purpose(kPerson, person));
  if (!people_.is_welcome(person).value_or(false)) return Ignored{"foreign-domain"};
  const auto known = rooms_.find(room);
  if (!action.answered.ok || !known) {
    Origin origin = origin_of(event, person, room, known && known->direct);
    origin.route = Route{Asked::Command, {}, {}, {}, {}}.text();
    return unusable(std::move(origin), Code::Unavailable, "action not told: " + action.answered.error, kSayUnreadable);
  }
  if (text_at(body, {"id"}) != event.id || text_at(body, {"type"}) != "submit") return Ignored{"other-action"};
  if (find(body, {"inputs", kValue}) == nullptr) return Ignored{"foreign-value"};
  return pressed(event, body, *known, now);
}

Inbound Parser::pressed(const Event& event, const json& action, const Room& room, TimePoint now) {
  const json& inputs = action.at("inputs");
  const bool form = text_at(inputs, {kKind}) == kKindForm;
  const std::string id = text_at(action, {"roomId"});
  Origin origin = origin_of(event, text_at(action, {"personId"}), id, room.direct);
  Route route;
  route.asked = form ? Asked::Form : Asked::Press;
  if (room.direct) route.card = id_at(action, {"messageId"});

  const std::string place = text_at(inputs, {kPlace});
  const MemberId& who = origin.member.member;
  const bool own = place == direct_channel(who).str();
  const ChannelKey about{PlatformId(kPlatform), WorkspaceId(kWorkspace), ChannelId(place)};
  auto opened = own || is_id(place) ? buttons_.open(text_at(inputs, {kValue}), about, who, now)
                                    : Result<Buttons::Opened>(fail(Code::Unauthorized, "button value is for no place"));
  // A value for anyone counts where it was posted and nowhere else; one for a member also in their own space with us.
  const bool from_there = own ? room.direct : id == place || room.direct;
  const bool borrowed = opened && room.direct && !own && opened->action.binding == Binding::Anyone;
  if (opened && (!from_there || borrowed || (form && opened->action.binding == Binding::Anyone)))
    opened = fail(Code::Unauthorized, "button value is not ours for this place");
  if (!opened) {
    origin.route = route.text();
    return unusable(std::move(origin), Code::Unauthorized, "button value is not ours", kSayOldButton);
  }
  if (!own) route.place_name = rooms_.find(place).value_or(Room{}).title;
  origin.route = route.text();
  origin.channel = about;
  origin.direct = own;
  if (!form) {
    const bool is_private = room.direct || opened->action.binding == Binding::Member;
    return Press{std::move(origin), std::move(opened->action), opened->standing, is_private};
  }
  FormSubmitted sent{std::move(origin), std::move(opened->action), opened->standing, {}};
  for (const auto& [name, value] : inputs.items())
    if (!is_ours(name) && sent.values.size() < kMostFields) sent.values[name] = value_of(value);
  return sent;
}

// https://developer.webex.com/docs/api/v1/memberships
Parser::Read Parser::membership(const Event& event) {
  const bool created = event.kind == "created";
  if (event.room.empty() || (!created && event.kind != "deleted")) return Ignored{"event"};
  if (event.person != event.us.id) return Ignored{"member"};
  if (event.actor == event.us.id) return Ignored{"own"};  // we wrote to somebody first
  const bool direct = text_at(event.data, {"roomType"}) == "direct";
  if (direct && event.actor.empty()) return Ignored{"no-member"};
  if (!created) {
    rooms_.forget(event.room);
    Origin origin = origin_of(event, event.actor, event.room, direct);
    if (!direct) origin.member.member = MemberId();  // who did it need not hear of us
    return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
  }
  if (!event.actor.empty()) {
    if (auto fetch = ask_for_person(event.actor)) return std::move(*fetch);
    kept_.forget(purpose(kPerson, event.actor));
    if (!people_.is_welcome(event.actor).value_or(false)) return Ignored{"foreign-domain"};
  }
  return Lifecycle{origin_of(event, event.actor, event.room, direct), Lifecycle::Kind::AddedToChannel};
}

/// Renamed: its id is the event's.
Inbound Parser::room(const Event& event) {
  rooms_.forget(event.id);
  if (find(event.data, {"title"}) != nullptr) rooms_.learn(event.data);
  return Ignored{"renamed"};
}

Inbound Parser::unusable(Origin origin, Code code, const std::string& for_log, std::string_view key) const {
  std::string sentence = say_(origin.language, key);
  return Unusable{std::move(origin), Error{code, for_log, std::move(sentence)}};
}

}  // namespace allybot::platforms::webex
