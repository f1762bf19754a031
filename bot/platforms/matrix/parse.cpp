#include "bot/platforms/matrix/parse.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/text.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::matrix {
namespace {

using nlohmann::json;
using Company = Rooms::Company;

constexpr std::size_t kMostEvents = 1000;
constexpr std::size_t kMostName = 100;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::chrono::seconds kJoinPatience{30};  // over federation it takes its time

// What a Fetch is for: a word, then what it is about.
constexpr std::string_view kDirect = "matrix.direct ";
constexpr std::string_view kMembers = "matrix.members ";
constexpr std::string_view kInvite = "matrix.invite ";

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

Handshake done() { return {200, "application/json", "{}", {}}; }
Handshake nobody() {
  return {404, "application/json", R"({"errcode":"M_NOT_FOUND","error":"There is none of that name here."})", {}};
}

bool is_state(const json& event) { return find(event, {"state_key"}) != nullptr; }

bool is_encrypted(const json& event) {
  const json* state = find(event, {"unsigned", "invite_room_state"});
  if (state == nullptr || !state->is_array()) return false;
  for (const json& one : *state)
    if (text_at(one, {"type"}) == "m.room.encryption") return true;
  return false;
}

std::string name_at(const json& from, std::initializer_list<std::string_view> path) {
  return std::string(trim(printable(cut_bytes(text_at(from, path), kMostName))));
}

bool answers_somebody(const Inbound& inbound) {
  return !std::holds_alternative<Ignored>(inbound) && !std::holds_alternative<Handshake>(inbound);
}

}  // namespace

Parser::Parser(Identity identity, const Api& api, Rooms& rooms, Conversations& conversations,
               std::function<std::string(std::string_view language, std::string_view key)> say)
    : identity_(std::move(identity)),
      workspace_(workspace_of(server_of(identity_.user_id))),
      api_(api),
      rooms_(rooms),
      conversations_(conversations),
      say_(std::move(say)) {}

Result<std::variant<std::vector<Inbound>, Fetch>> Parser::parse(const Authentic& request) {
  using All = std::variant<std::vector<Inbound>, Fetch>;
  const http::RawRequest& raw = request.raw();
  std::vector<Inbound> all;
  if (!begins(raw.path, kTransactions)) {
    all.push_back(asked_about(raw));
    return All(std::move(all));
  }
  const bool readable = is_valid_utf8(raw.body);
  const auto body = read_json(readable ? raw.body : with_valid_utf8(raw.body));
  const json* events = body ? find(*body, {"events"}) : nullptr;
  std::vector<Event> read;
  if (events != nullptr && events->is_array()) {
    for (const json& one : *events) {
      if (read.size() == kMostEvents) break;
      const Event event{one,
                        text_at(one, {"type"}),
                        text_at(one, {"room_id"}),
                        text_at(one, {"sender"}),
                        text_at(one, {"event_id"}),
                        readable || text_at(one, {"content", "body"}).find(kReplacement) == std::string::npos};
      if (auto fetch = needed(event)) return All(std::move(*fetch));
      read.push_back(event);
    }
  }
  for (const Event& event : read) all.push_back(this->event(event));
  // A homeserver reads an answer as JSON, and repeats all of it when there is none. What answers somebody answers with that, too.
  for (const Inbound& one : all)
    if (answers_somebody(one)) return All(std::move(all));
  all.emplace_back(done());
  return All(std::move(all));
}

// https://spec.matrix.org/v1.15/application-service-api/#querying : users and rooms that are not there yet
Inbound Parser::asked_about(const http::RawRequest& raw) const {
  if (raw.path == kPing) return done();
  const bool us = begins(raw.path, kUsers) &&
                  decoded(std::string_view(raw.path).substr(std::string_view(kUsers).size())) == identity_.user_id;
  return us ? done() : nobody();
}

void Parser::fetched(const std::string& purpose, const http::ClientOutcome& outcome) {
  if (purpose == kDirect) {
    conversations_.read_direct(outcome);
  } else if (begins(purpose, kMembers)) {
    conversations_.read_members(purpose.substr(kMembers.size()), outcome);
  } else if (begins(purpose, kInvite)) {
    const auto parts = split(std::string_view(purpose).substr(kInvite.size()), ' ');
    if (parts.size() < 2) return;
    using Kind = SendOutcome::Kind;
    const SendOutcome became = outcome_of_step(outcome);
    const bool taken = became.kind == Kind::Sent;
    const bool refused = became.kind == Kind::NeedsCare || became.kind == Kind::Gone || became.kind == Kind::Refused;
    rooms_.invite_answered(std::string(parts[0]), taken     ? Rooms::Invite::Taken
                                                  : refused ? Rooms::Invite::Failed
                                                            : Rooms::Invite::Unknown);
    if (!taken) log::warning("matrix.invite_not_taken", {{"why", became.reason}});
    if (taken && parts.size() == 3) rooms_.add_direct(std::string(parts[2]), std::string(parts[1]), Company::Unknown);
  }
}

std::optional<Fetch> Parser::needed(const Event& event) const {
  if (!is_room_id(event.room) || !is_user_id(event.sender) || event.sender == identity_.user_id) return std::nullopt;
  if (!rooms_.is_loaded()) return Fetch{conversations_.direct_request(), std::string(kDirect), std::nullopt};
  if (event.type == "m.room.message" && !is_state(event.json)) {
    if (rooms_.member_of_room(event.room) != event.sender || rooms_.company(event.room) != Company::Unknown) return std::nullopt;
    return Fetch{conversations_.members_request(event.room), std::string(kMembers) + event.room, std::nullopt};
  }
  if (!invites_us(event) || rooms_.invite(event.id) != Rooms::Invite::Unknown) return std::nullopt;
  const bool closed = is_encrypted(event.json);
  std::string purpose = std::string(kInvite) + event.id + ' ' + event.room;
  if (!closed && true_at(event.json, {"content", "is_direct"})) purpose += ' ' + event.sender;
  const std::string path = room_path(event.room) + (closed ? "/leave" : "/join");
  Fetch fetch{api_.request(http::Method::Post, path, "{}"), std::move(purpose), std::nullopt};
  fetch.request.total_timeout = kJoinPatience;
  return fetch;
}

Inbound Parser::event(const Event& event) {
  if (!is_room_id(event.room) || !is_user_id(event.sender)) return Ignored{"not-an-event"};
  const bool state = is_state(event.json);
  if (event.type == "m.room.message" && !state) return message(event);
  if (event.type == "m.room.encrypted" && !state) return encrypted(event);
  if (!state) return Ignored{"event"};
  if (event.type == "m.room.member") {
    const std::string user = text_at(event.json, {"state_key"});
    return user == identity_.user_id ? own_membership(event) : membership(event, user);
  }
  if (event.type == "m.room.name") {
    rooms_.learn_name(event.room, name_at(event.json, {"content", "name"}));
    return Ignored{"renamed"};
  }
  if (event.type == "m.room.tombstone") {  // the room goes on under another id, where somebody has to invite us
    Origin origin = origin_of(event, false);
    origin.member.member = MemberId();
    return Lifecycle{std::move(origin), Lifecycle::Kind::ChannelGone};
  }
  return Ignored{"state"};
}

// https://spec.matrix.org/v1.15/client-server-api/#mroommessage
Inbound Parser::message(const Event& event) const {
  if (event.sender == identity_.user_id) return Ignored{"own"};
  const json* content = find(event.json, {"content"});
  if (content == nullptr || text_at(*content, {"msgtype"}) != "m.text") return Ignored{"no-text"};
  if (text_at(*content, {"m.relates_to", "rel_type"}) == "m.replace") return Ignored{"edit"};
  const bool direct = rooms_.member_of_room(event.room) == event.sender && rooms_.company(event.room) == Company::Private;
  Spoken spoken = spoken_text(*content, {identity_.user_id, rooms_.own_name(), identity_.command});
  if (!direct && !spoken.called_first) return Ignored{"mention-not-first"};
  Origin origin = origin_of(event, direct);
  Route route{Asked::Command, direct ? event.room : std::string(), {}, event.id};
  if (direct && text_at(*content, {"m.relates_to", "rel_type"}) == "m.thread")
    route.thread = text_at(*content, {"m.relates_to", "event_id"});
  if (!is_event_id(route.thread) || !is_event_id(route.event)) route.thread.clear();
  origin.route = route.text();
  if (!event.readable) return unusable(std::move(origin), Code::Invalid, "message is not UTF-8", kSayNotText);
  return Command{std::move(origin), std::move(spoken.text), direct ? Command::Entry::Direct : Command::Entry::Mention};
}

Inbound Parser::own_membership(const Event& event) {
  const std::string membership = text_at(event.json, {"content", "membership"});
  if (membership == "invite") return invited(event);
  if (membership != "leave" && membership != "ban") {
    if (membership == "join") rooms_.learn_own_name(name_at(event.json, {"content", "displayname"}));
    return Ignored{"joined"};
  }
  const std::string member = rooms_.member_of_room(event.room);
  rooms_.drop_direct(event.room);
  if (event.sender == identity_.user_id) return Ignored{"left"};
  // Whoever removes us from their own room wants to hear no more there; else somebody of a channel did.
  Origin origin = origin_of(event, member == event.sender);
  if (!origin.direct) origin.member.member = MemberId();
  return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
}

bool Parser::invites_us(const Event& event) const {
  return event.type == "m.room.member" && text_at(event.json, {"state_key"}) == identity_.user_id &&
         text_at(event.json, {"content", "membership"}) == "invite" &&
         identity_.servers.count(std::string(server_of(event.sender))) > 0;
}

// https://spec.matrix.org/v1.15/client-server-api/#joining-rooms
Inbound Parser::invited(const Event& event) {
  if (!invites_us(event)) return Ignored{"foreign-invite"};
  if (rooms_.invite(event.id) != Rooms::Invite::Taken) return Ignored{"invite-failed"};
  if (is_encrypted(event.json)) return encrypted(event);
  return Lifecycle{origin_of(event, true_at(event.json, {"content", "is_direct"})), Lifecycle::Kind::AddedToChannel};
}

Inbound Parser::membership(const Event& event, const std::string& user) {
  const std::string membership = text_at(event.json, {"content", "membership"});
  const std::string member = rooms_.member_of_room(event.room);
  if (member.empty() || !is_user_id(user)) return Ignored{"member"};
  if (user != member) {
    if (membership == "join" || membership == "invite") rooms_.drop_direct(event.room);
    return Ignored{"member"};
  }
  // Whoever else came meanwhile was told, and made it no longer theirs.
  if (membership == "join" && rooms_.company(event.room) == Company::MemberLeft)
    rooms_.learn_company(event.room, Company::Private);
  if (membership != "leave" && membership != "ban") return Ignored{"member"};
  rooms_.learn_company(event.room, Company::MemberLeft);
  Origin origin = origin_of(event, true);
  origin.member.member = member_of(member);
  origin.channel.channel = direct_channel(origin.member.member);
  return Lifecycle{std::move(origin), Lifecycle::Kind::RemovedFromChannel};
}

/// Nothing of it can be read. In a room of two that is said once, in one that can; in others nobody knows whether we were meant.
Inbound Parser::encrypted(const Event& event) {
  if (event.type == "m.room.member" || rooms_.member_of_room(event.room) == event.sender)
    rooms_.note_encrypted(event.room, event.id);
  if (rooms_.first_encrypted(event.room) != event.id) return Ignored{"encrypted"};
  rooms_.drop_direct(event.room);
  Origin origin = origin_of(event, true);
  origin.route = Route{Asked::Command, {}, {}, {}}.text();
  return unusable(std::move(origin), Code::Unsupported, "room is encrypted", kSayEncrypted);
}

Origin Parser::origin_of(const Event& event, bool direct) const {
  Origin origin;
  origin.member = {PlatformId(kPlatform), WorkspaceId(workspace_), member_of(event.sender)};
  origin.channel = {PlatformId(kPlatform), WorkspaceId(workspace_),
                    direct ? direct_channel(origin.member.member) : ChannelId(event.room)};
  origin.direct = direct;
  origin.request = request_id(event.id);
  return origin;
}

Inbound Parser::unusable(Origin origin, Code code, const char* for_log, std::string_view key) const {
  std::string sentence = say_(origin.language, key);
  return Unusable{std::move(origin), Error{code, for_log, std::move(sentence)}};
}

}  // namespace allybot::platforms::matrix
