#include "bot/platforms/rocket_chat/rooms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/text.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRooms = 20000;

template <class Value>
void keep(std::map<std::string, Value>& into, const std::string& key, Value value) {
  if (into.size() >= kMostRooms && into.count(key) == 0) into.erase(into.begin());
  into[key] = std::move(value);
}

ChannelFacts cannot_post(const char* why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = why;
  return facts;
}

tl::unexpected<Error> not_told(const http::ClientOutcome& outcome, const Answered& answered) {
  return fail(Code::Unavailable, "room not told: " + (answered.status == 0 ? outcome.why : answered.code));
}

/// Whoever runs a room may post where others may only read.
bool runs_the_room(const json& subscription) {
  const json* roles = find(subscription, {"roles"});
  if (roles == nullptr || !roles->is_array()) return false;
  return std::any_of(roles->begin(), roles->end(), [](const json& role) { return role == "owner" || role == "moderator"; });
}

}  // namespace

std::optional<Rooms::Kind> Rooms::kind(const std::string& room, const std::string& member) const {
  // The room of two people has both their ids for its own, the smaller one first.
  if (room == (own_id_ < member ? own_id_ + member : member + own_id_)) return Kind::OfTheMember;
  const Lock lock(mutex_);
  const auto found = known_.find(room);
  if (found == known_.end()) return std::nullopt;
  const Known& known = found->second;
  if (!known.told && clock_.now() - known.told_at >= kAskedAgainAfter) return std::nullopt;
  return known.kind == Kind::OfTheMember && known.with != member ? Kind::NotOurs : known.kind;
}

http::ClientRequest Rooms::ask_for(const std::string& room) const { return api_.get_request("/rooms.info?roomId=" + room); }

void Rooms::told(const std::string& room, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  const json* facts = find(*answered.body, {"room"});
  Known known;
  known.told_at = clock_.now();
  known.told = answered.ok && facts != nullptr;
  const json* people = known.told ? find(*facts, {"uids"}) : nullptr;
  if (people != nullptr && people->is_array() && text_at(*facts, {"t"}) == "d") {
    const bool with_us = std::find(people->begin(), people->end(), json(own_id_)) != people->end();
    if (with_us && people->size() > 2) known.kind = Kind::OfSeveral;
    for (const json& one : *people)
      if (with_us && people->size() == 2 && one.is_string() && one != own_id_) {
        known.kind = Kind::OfTheMember;
        known.with = one;
      }
  }
  const Lock lock(mutex_);
  keep(known_, room, std::move(known));
}

Rooms::Direct Rooms::direct(const std::string& member) {
  {
    const Lock lock(mutex_);
    if (const auto found = directs_.find(member); found != directs_.end()) return {found->second, true, {}};
  }
  // Asked by id first: a user name may have been given to somebody else.
  http::ClientOutcome outcome = api_.get("/users.info?userId=" + member);
  Answered answered = read_answer(outcome);
  const json* user = find(*answered.body, {"user"});
  const bool nobody = answered.status == 400 && answered.code == "http_400";
  if (nobody || (answered.ok && user != nullptr && find(*user, {"active"}) != nullptr && !true_at(*user, {"active"})))
    return {{}, false, {SendOutcome::Kind::Gone, {}, "user_not_found", {}}};
  const std::string name = answered.ok && user != nullptr ? text_at(*user, {"username"}) : std::string();
  if (is_user_name(name)) {
    outcome = api_.post("/im.create", {{"username", name}});
    answered = read_answer(outcome);
    const std::string room = text_at(*answered.body, {"room", "_id"});
    if (answered.ok && is_id(room)) {
      const Lock lock(mutex_);
      keep(directs_, member, room);
      return {room, false, {}};
    }
  }
  SendOutcome why = refusal(outcome, {true, false}, clock_.now());
  if (why.kind == SendOutcome::Kind::Unknown) why.kind = SendOutcome::Kind::NotSent;  // nothing was said to anybody yet
  return {{}, false, std::move(why)};
}

void Rooms::drop_direct(const std::string& member) {
  const Lock lock(mutex_);
  directs_.erase(member);
}

// A public channel takes messages of any user, so that we were put out of it shows by our subscription alone.
SendOutcome Rooms::may_post(const std::string& room) const {
  const http::ClientOutcome outcome = api_.get("/subscriptions.getOne?roomId=" + room);
  const Answered answered = read_answer(outcome);
  if (answered.ok) {
    const json* subscription = find(*answered.body, {"subscription"});
    const bool in_it = subscription != nullptr && subscription->is_object();
    return {in_it ? SendOutcome::Kind::Sent : SendOutcome::Kind::NeedsCare, {}, in_it ? std::string() : "not_invited", {}};
  }
  SendOutcome why = refusal(outcome, {}, clock_.now());
  if (why.kind == SendOutcome::Kind::Unknown || why.kind == SendOutcome::Kind::Refused) why.kind = SendOutcome::Kind::NotSent;
  return why;
}

Result<ChannelFacts> Rooms::facts(const ChannelKey& channel) const {
  const std::string& place = channel.channel.str();
  if (!is_place(place)) return fail(Code::Invalid, "channel is no id of Rocket.Chat's");
  if (is_direct(place)) return ChannelFacts{};
  http::ClientOutcome outcome = api_.get("/rooms.info?roomId=" + place);
  const Answered answered = read_answer(outcome);
  const json* room = find(*answered.body, {"room"});
  if (answered.status == 400 || answered.status == 403) return cannot_post("not_invited");  // a private one, or none
  if (!answered.ok || room == nullptr) return not_told(outcome, answered);
  if (true_at(*room, {"archived"})) return cannot_post("archived");
  outcome = api_.get("/subscriptions.getOne?roomId=" + place);
  const Answered ours = read_answer(outcome);
  if (!ours.ok) return not_told(outcome, ours);
  const json* subscription = find(*ours.body, {"subscription"});
  if (subscription == nullptr || !subscription->is_object()) return cannot_post("not_invited");
  if (true_at(*room, {"ro"}) && !runs_the_room(*subscription)) return cannot_post("read_only");
  ChannelFacts facts;
  facts.has_outsiders = true_at(*room, {"federated"});
  return facts;
}

}  // namespace allybot::platforms::rocket_chat
