#include "bot/platforms/matrix/conversations.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {
namespace {

using Json = nlohmann::json;
using Kind = SendOutcome::Kind;
using Company = Rooms::Company;

/// The user, or the room, is out of reach for good: not an outage.
bool is_refusal(const SendOutcome& outcome) { return outcome.kind == Kind::NeedsCare || outcome.kind == Kind::Gone; }

}  // namespace

std::string Conversations::account_data() const {
  return std::string(kClient) + "/user/" + encoded(own_id_) + "/account_data/m.direct";
}

http::ClientRequest Conversations::direct_request() const { return api_.request(http::Method::Get, account_data()); }

bool Conversations::read_direct(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (!answered.ok && !answered.says("m_not_found")) return false;
  DirectRooms told;
  if (answered.ok) {
    for (const auto& [member, rooms] : answered.body->items()) {
      if (!is_user_id(member) || !rooms.is_array()) continue;
      for (const Json& room : rooms)
        if (room.is_string() && is_room_id(room.get_ref<const std::string&>())) told[member].push_back(room);
    }
  }
  rooms_.load(told);
  return true;
}

SendOutcome Conversations::load() {
  if (rooms_.is_loaded()) return {Kind::Sent, {}, {}, {}};
  const http::ClientOutcome outcome = api_.call(http::Method::Get, account_data());
  if (read_direct(outcome)) return {Kind::Sent, {}, {}, {}};
  return outcome_of_step(outcome);
}

void Conversations::save() {
  const Lock lock(making_);
  write_back();
}

void Conversations::write_back() {
  const auto unsaved = rooms_.unsaved();
  if (!unsaved) return;
  const http::ClientOutcome outcome = api_.call(http::Method::Put, account_data(), Json(unsaved->rooms).dump());
  if (read_answer(outcome).ok)
    rooms_.saved(unsaved->version);
  else
    log::warning("matrix.direct_rooms_not_saved", {{"why", read_answer(outcome).error}});
}

http::ClientRequest Conversations::members_request(const std::string& room) const {
  return api_.request(http::Method::Get, room_path(room) + "/joined_members");
}

// https://spec.matrix.org/v1.15/client-server-api/#get_matrixclientv3roomsroomidjoined_members
bool Conversations::read_members(const std::string& room, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (!answered.ok) {
    if (!answered.says("m_forbidden") && !answered.says("m_not_found")) return false;
    rooms_.drop_direct(room);  // we are not in there
    return true;
  }
  const Json* joined = find(*answered.body, {"joined"});
  if (joined == nullptr || !joined->is_object()) return false;
  const std::string member = rooms_.member_of_room(room);
  for (const auto& [user, profile] : joined->items()) {
    if (user == own_id_ || user == member) continue;
    rooms_.drop_direct(room);
    return true;
  }
  rooms_.learn_company(room, joined->contains(member) ? Company::Private : Company::MemberLeft);
  return true;
}

std::string Conversations::with(const std::string& member, Again again, SendOutcome& why) {
  if (why = load(); why.kind != Kind::Sent) return {};
  const std::string known = rooms_.room_of(member);
  if (!known.empty() && rooms_.company(known) == Company::Private) return known;
  const Lock lock(making_);
  // Each round drops a room that will not do.
  for (std::string room = rooms_.room_of(member); !room.empty(); room = rooms_.room_of(member)) {
    if (mend(member, room, again, why)) return room;
    if (why.kind != Kind::Sent) return {};
  }
  return make(member, why);
}

bool Conversations::mend(const std::string& member, const std::string& room, Again again, SendOutcome& why) {
  if (rooms_.company(room) == Company::Unknown) {
    const http::ClientOutcome outcome = api_.call(http::Method::Get, room_path(room) + "/joined_members");
    if (!read_members(room, outcome)) {
      why = outcome_of_step(outcome);
      if (why.kind == Kind::Sent) why = {Kind::NotSent, {}, "garbage", {}};
      return false;
    }
    if (rooms_.member_of_room(room) != member) return false;
  }
  if (rooms_.company(room) == Company::Private) return true;
  const http::ClientOutcome outcome = api_.call(http::Method::Get, room_path(room) + "/state/m.room.member/" + encoded(member));
  const Answered standing = read_answer(outcome);
  const std::string membership = text_at(*standing.body, {"membership"});
  if (!standing.ok && !standing.says("m_not_found")) {
    why = outcome_of_step(outcome);
    return false;
  }
  if (membership != "invite" && membership != "join") {
    why = {Kind::NeedsCare, {}, "user_not_in_channel", {}};
    if (again == Again::LeaveAlone) return false;
    why = outcome_of_step(api_.call(http::Method::Post, room_path(room) + "/invite", Json{{"user_id", member}}.dump()));
    if (is_refusal(why)) why = {Kind::NeedsCare, {}, "blocked_by_user", {}};
    if (why.kind != Kind::Sent) return false;
  }
  rooms_.learn_company(room, Company::Private);
  return true;
}

// https://spec.matrix.org/v1.15/client-server-api/#post_matrixclientv3createroom : it has no key that makes a repeat one room.
// One that we never heard of stays behind empty.
std::string Conversations::make(const std::string& member, SendOutcome& why) {
  // Only the bot may invite, and change what the room is: what is private stays so, and readable.
  const Json wanted{{"is_direct", true},
                    {"preset", "private_chat"},
                    {"invite", Json::array({member})},
                    {"power_level_content_override", {{"invite", 100}}}};
  const http::ClientOutcome outcome = api_.call(http::Method::Post, std::string(kClient) + "/createRoom", wanted.dump());
  const Answered answered = read_answer(outcome);
  std::string room = text_at(*answered.body, {"room_id"});
  if (answered.ok && is_room_id(room)) {
    rooms_.add_direct(member, room, Company::Private);
    write_back();
    return room;
  }
  why = outcome_of_step(outcome);
  if (why.kind == Kind::Sent) why = {Kind::NotSent, {}, "garbage", {}};
  if (is_refusal(why)) why = {Kind::NeedsCare, {}, "user_not_found", {}};
  return {};
}

}  // namespace allybot::platforms::matrix
