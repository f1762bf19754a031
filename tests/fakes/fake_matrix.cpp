#include "tests/fakes/fake_matrix.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/matrix_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

http::Response yes(const json& body) { return http::json_response(body.dump()); }
http::Response no(int status, const char* word) {
  return http::json_response(json{{"errcode", word}, {"error", "Not in words that a program should read"}}.dump(), status);
}

std::string plain(std::string_view part);
std::string parameter(const std::string& query, const std::string& name) {
  for (const std::string_view one : split(query, '&'))
    if (one.substr(0, name.size() + 1) == name + '=') return plain(one.substr(name.size() + 1));
  return {};
}
/// "s3" and "p3" are the place behind three events.
std::size_t place(const std::string& token) { return token.size() < 2 ? 0 : std::stoul(token.substr(1)); }

/// One part of a path as the homeserver reads it.
std::string plain(std::string_view part) {
  std::string out;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] != '%') {
      out += part[at];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(part.substr(at + 1, 2)), nullptr, 16));
    at += 2;
  }
  return out;
}

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(std::string_view(path).substr(1), '/')) parts.push_back(plain(part));
  return parts;
}

}  // namespace

FakeMatrix::FakeMatrix(const Clock& clock) : clock_(clock) {
  rooms_["!ops:example.org"].members = {{kMatrixBot, "join"}, {"@alice:example.org", "join"}, {"@bob:example.org", "join"}};
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeMatrix::settings() const {
  return {{"MATRIX_HOMESERVER_URL", platform_.url()},
          {"MATRIX_USER_ID", kMatrixBot},
          {"MATRIX_AS_TOKEN", kMatrixAsToken},
          {"MATRIX_HS_TOKEN", kMatrixHsToken}};
}

std::map<std::string, std::string> FakeMatrix::settings_to_ask() const {
  return {{"MATRIX_HOMESERVER_URL", platform_.url()}, {"MATRIX_USER_ID", kMatrixBot}, {"MATRIX_ACCESS_TOKEN", kMatrixAsToken}};
}

void FakeMatrix::happen(const std::string& event) {
  const Lock lock(mutex_);
  happened_.push_back(event);
}
void FakeMatrix::tell_at_most(std::size_t events) {
  const Lock lock(mutex_);
  tells_ = events;
}
void FakeMatrix::invite(const std::string& room, const std::string& by, bool direct, const std::string& state) {
  const Lock lock(mutex_);
  rooms_[room].members[kMatrixBot] = "invite";
  json stripped = json::parse(state);
  json content{{"membership", "invite"}};
  if (direct) content["is_direct"] = true;
  stripped.push_back({{"type", "m.room.member"}, {"state_key", kMatrixBot}, {"sender", by}, {"content", content}});
  invites_[room] = stripped.dump();
}

std::string FakeMatrix::posts_of(const std::string& room, const std::string& transaction) {
  return "/_matrix/client/v3/rooms/" + http::form_encode(room) + "/send/m.room.message/" + transaction;
}

void FakeMatrix::add_room(const std::string& room, const std::map<std::string, std::string>& memberships) {
  const Lock lock(mutex_);
  rooms_[room].members = memberships;
}
void FakeMatrix::set_member(const std::string& room, const std::string& user, const std::string& membership) {
  const Lock lock(mutex_);
  rooms_[room].members[user] = membership;
}
std::string FakeMatrix::membership(const std::string& room, const std::string& user) const {
  const Lock lock(mutex_);
  const auto known = rooms_.find(room);
  if (known == rooms_.end() || known->second.members.count(user) == 0) return {};
  return known->second.members.at(user);
}
void FakeMatrix::set_power_levels(const std::string& room, const std::string& levels) {
  const Lock lock(mutex_);
  rooms_[room].power_levels = levels;
}
void FakeMatrix::set_zone(const std::string& user, const std::string& zone) {
  const Lock lock(mutex_);
  zones_[user] = zone;
}
void FakeMatrix::block_invites_of(const std::string& user) {
  const Lock lock(mutex_);
  blocked_.insert(user);
}
void FakeMatrix::refuse_token(bool refuse) {
  const Lock lock(mutex_);
  refuses_ = refuse;
}
void FakeMatrix::forget_account() {
  const Lock lock(mutex_);
  has_account_ = false;
}
void FakeMatrix::set_ping(int status, const std::string& body) {
  const Lock lock(mutex_);
  ping_status_ = status;
  ping_ = body;
}
void FakeMatrix::set_direct(const std::string& rooms) {
  const Lock lock(mutex_);
  direct_ = rooms;
}
std::string FakeMatrix::direct() const {
  const Lock lock(mutex_);
  return direct_;
}
void FakeMatrix::forget_transactions() {
  const Lock lock(mutex_);
  by_transaction_.clear();
}
std::vector<FakeMatrix::Message> FakeMatrix::messages_in(const std::string& room) const {
  const Lock lock(mutex_);
  std::vector<Message> all = messages_;
  std::erase_if(all, [&](const Message& one) { return one.room != room; });
  return all;
}
std::map<std::string, int> FakeMatrix::messages_by_room() const {
  const Lock lock(mutex_);
  std::map<std::string, int> counts;
  for (const Message& one : messages_) ++counts[one.room];
  return counts;
}
std::vector<std::string> FakeMatrix::made_rooms() const {
  const Lock lock(mutex_);
  return made_;
}
std::string FakeMatrix::shown_name() const {
  const Lock lock(mutex_);
  return shown_name_;
}
std::vector<std::string> FakeMatrix::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

bool FakeMatrix::is_in(const std::string& room, const std::string& user) const {
  const auto known = rooms_.find(room);
  if (known == rooms_.end()) return false;
  const auto member = known->second.members.find(user);
  return member != known->second.members.end() && member->second == "join";
}

http::Response FakeMatrix::answer(const Call& call) {
  const Lock lock(mutex_);
  const auto bearer = call.headers.only("Authorization");
  if (!bearer) return no(401, "M_MISSING_TOKEN");
  if (refuses_ || *bearer != std::string("Bearer ") + kMatrixAsToken) return no(401, "M_UNKNOWN_TOKEN");
  const auto path = parts_of(call.path);
  const auto is = [&](std::size_t at, const char* name) { return path.size() > at && path[at] == name; };
  if (!is(0, "_matrix") || !is(1, "client") || path.size() < 4) return no(404, "M_UNRECOGNIZED");
  if (is(3, "appservice")) return http::json_response(ping_, ping_status_);
  if (is(3, "account") && is(4, "whoami")) return yes({{"user_id", kMatrixBot}});
  if (is(3, "register")) {
    const json body = json::parse(call.body, nullptr, false);
    if (body.value("type", "") != "m.login.application_service") return no(400, "M_MISSING_PARAM");
    if (has_account_) return no(400, "M_USER_IN_USE");
    has_account_ = true;
    return yes({{"user_id", kMatrixBot}});
  }
  if (!has_account_) return no(403, "M_FORBIDDEN");
  if (is(3, "profile") && is(5, "displayname") && call.method == "PUT") {
    shown_name_ = json::parse(call.body).at("displayname");
    return yes(json::object());
  }
  if (is(3, "profile") && is(5, "m.tz")) {
    const auto known = zones_.find(path[4]);
    return known == zones_.end() ? no(404, "M_NOT_FOUND") : yes({{"m.tz", known->second}});
  }
  if (is(3, "user") && is(4, kMatrixBot) && is(6, "m.direct")) {
    if (call.method == "PUT") direct_ = call.body;
    if (call.method == "GET" && direct_.empty()) return no(404, "M_NOT_FOUND");
    return call.method == "PUT" ? yes(json::object()) : http::json_response(direct_);
  }
  if (is(3, "sync")) return tell(parameter(call.query, "since"));
  if (is(3, "createRoom") && call.method == "POST") return make_room(call);
  if (is(3, "rooms") && path.size() > 5) return in_room(call, path[4], path);
  return no(404, "M_UNRECOGNIZED");
}

http::Response FakeMatrix::make_room(const Call& call) {
  const json body = json::parse(call.body, nullptr, false);
  const std::string user = body.value("/invite/0"_json_pointer, "");
  if (blocked_.count(user) > 0) return no(403, "M_FORBIDDEN");
  const std::string room = "!made" + std::to_string(made_.size() + 1) + ":example.org";
  rooms_[room].members = {{kMatrixBot, "join"}, {user, "invite"}};
  made_.push_back(room);
  return yes({{"room_id", room}});
}

http::Response FakeMatrix::in_room(const Call& call, const std::string& room, const std::vector<std::string>& path) {
  const std::string& what = path[5];
  if (rooms_.count(room) == 0) return no(404, "M_NOT_FOUND");
  std::map<std::string, std::string>& members = rooms_[room].members;
  if (what == "join" || (what == "leave" && members[kMatrixBot] == "invite")) {
    if (members[kMatrixBot] != "invite" && members[kMatrixBot] != "join") return no(403, "M_FORBIDDEN");
    members[kMatrixBot] = what;
    return yes({{"room_id", room}});
  }
  if (!is_in(room, kMatrixBot)) return no(403, "M_FORBIDDEN");
  if (what == "invite") {
    const std::string user = json::parse(call.body).value("user_id", "");
    if (blocked_.count(user) > 0 || is_in(room, user)) return no(403, "M_FORBIDDEN");
    members[user] = "invite";
    return yes(json::object());
  }
  if (what == "joined_members") {
    json joined = json::object();
    for (const auto& [user, membership] : members)
      if (membership == "join") joined[user] = json::object();
    return yes({{"joined", joined}});
  }
  if (what == "state" && path.size() > 7 && path[6] == "m.room.member") {
    const auto known = members.find(path[7]);
    return known == members.end() ? no(404, "M_NOT_FOUND") : yes({{"membership", known->second}});
  }
  if (what == "state" && path[6] == "m.room.power_levels") return http::json_response(rooms_[room].power_levels);
  if (what == "messages" && !parameter(call.query, "to").empty())
    return before(room, parameter(call.query, "from"), parameter(call.query, "to"));
  if (what == "messages") return history(room);
  if (what == "send" && path.size() > 7 && call.method == "PUT") return take(call, room, path[7]);
  return no(404, "M_NOT_FOUND");
}

http::Response FakeMatrix::history(const std::string& room) const {
  json chunk = json::array();
  for (std::size_t i = messages_.size(); i-- > 0;)
    if (messages_[i].room == room)
      chunk.push_back({{"type", "m.room.message"},
                       {"sender", kMatrixBot},
                       {"event_id", messages_[i].event},
                       {"origin_server_ts", sent_at_[i]},
                       {"content", json::parse(messages_[i].content)}});
  return yes({{"chunk", chunk}, {"start", "s1"}});
}

http::Response FakeMatrix::tell(const std::string& since) {
  std::map<std::string, std::vector<std::size_t>> by_room;
  for (std::size_t i = place(since); i < happened_.size(); ++i) by_room[json::parse(happened_[i]).at("room_id")].push_back(i);
  json rooms{{"join", json::object()}, {"leave", json::object()}, {"invite", json::object()}};
  for (auto& [room, all] : by_room) {
    const bool limited = all.size() > tells_;
    if (limited) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(tells_));
    json timeline{{"events", json::array()}, {"limited", limited}, {"prev_batch", "p" + std::to_string(all.front())}};
    for (const std::size_t i : all) {
      json event = json::parse(happened_[i]);
      event.erase("room_id");  // it stands above
      timeline["events"].push_back(event);
    }
    rooms[is_in(room, kMatrixBot) ? "join" : "leave"][room] = json{{"timeline", timeline}};
  }
  for (const auto& [room, state] : invites_)
    if (rooms_[room].members[kMatrixBot] == "invite")
      rooms["invite"][room] = json{{"invite_state", {{"events", json::parse(state)}}}};
  return yes({{"next_batch", "s" + std::to_string(happened_.size())}, {"rooms", rooms}});
}

http::Response FakeMatrix::before(const std::string& room, const std::string& from, const std::string& to) const {
  json chunk = json::array();
  std::size_t at = place(from);
  while (at > place(to) && chunk.size() < 2) {  // small pages, so that more than one has to be asked for
    const json event = json::parse(happened_[--at]);
    if (event.at("room_id") == room) chunk.push_back(event);
  }
  json answer{{"chunk", chunk}, {"start", from}};
  if (at > place(to)) answer["end"] = "p" + std::to_string(at);
  return yes(answer);
}

http::Response FakeMatrix::take(const Call& call, const std::string& room, const std::string& transaction) {
  const std::string key = room + '\n' + transaction;
  if (const auto known = by_transaction_.find(key); known != by_transaction_.end())
    return yes({{"event_id", known->second}});  // what the first call made
  const json levels = json::parse(rooms_[room].power_levels);
  const int own = levels.value("users", json::object()).value(kMatrixBot, 0);
  if (own < levels.value("events_default", 0)) return no(403, "M_FORBIDDEN");
  if (call.body.size() > 65536) return no(413, "M_TOO_LARGE");
  for (std::string& one : matrix_complaints(call.body))
    if (one.compare(0, 24, "a link to a href=\"https:") != 0) complaints_.push_back(std::move(one));  // else the library's own
  const std::string event = "$sent" + std::to_string(messages_.size() + 1);
  by_transaction_[key] = event;
  messages_.push_back({event, room, call.body});
  sent_at_.push_back(to_unix_millis(clock_.now()));
  happened_.push_back(matrix_event("m.room.message", call.body, {room, kMatrixBot, event}));
  return yes({{"event_id", event}});
}

}  // namespace allybot::fakes
