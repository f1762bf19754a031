#include "bot/platforms/teams/people.h"

#include <nlohmann/json.hpp>

#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {
namespace {

using nlohmann::json;
using Kind = SendOutcome::Kind;

constexpr std::chrono::minutes kChannelTrusted{1};
constexpr std::size_t kMostKept = 20000;

template <class Map>
void make_room(Map& map) {
  if (map.size() >= kMostKept) map.clear();  // learnt again with the next activity
}

void take(std::string& into, const std::string& told) {
  if (!told.empty()) into = told;
}

ChannelFacts cannot_post(std::string why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = std::move(why);
  return facts;
}

bool has_outsiders(const json& members, const std::string& tenant) {
  for (const json& one : members) {
    const std::string theirs = text_at(one, {"tenantId"});
    if (!theirs.empty() && !http::equal_ignoring_case(theirs, tenant)) return true;
    if (text_at(one, {"userRole"}) == "guest") return true;
  }
  return false;
}

}  // namespace

void People::learn(const Seen& seen) {
  const Lock lock(mutex_);
  make_room(members_);
  Member& member = members_[seen.member];
  take(member.name, seen.name);
  take(member.entra_id, http::lower_case(seen.entra_id));
  take(member.language, seen.language);
  take(member.zone, seen.zone);
  if (seen.conversation.empty()) return;
  make_room(conversations_);
  conversations_[seen.member] = seen.conversation;
}

void People::learn_name(const std::string& member, const std::string& name) {
  const Lock lock(mutex_);
  make_room(members_);
  take(members_[member].name, name);
}

void People::learn_place(const std::string& channel, const Place& place) {
  const Lock lock(mutex_);
  make_room(places_);
  Place& kept = places_[channel];
  take(kept.service, place.service);
  take(kept.name, place.name);
  kept.shared = kept.shared || place.shared;
}

std::string People::place_name(const std::string& channel) const {
  const Lock lock(mutex_);
  const auto known = places_.find(channel);
  return known == places_.end() ? std::string() : known->second.name;
}

std::optional<std::string> People::name_of(std::string_view member) const {
  const Lock lock(mutex_);
  const auto known = members_.find(member);
  if (known == members_.end() || known->second.name.empty()) return std::nullopt;
  return known->second.name;
}

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
std::string People::conversation_with(const std::string& member, const std::string& service, SendOutcome& outcome) {
  {
    const Lock lock(mutex_);
    if (const auto known = conversations_.find(member); known != conversations_.end()) return known->second;
  }
  const json wanted{{"bot", {{"id", "28:" + own_.client_id}}},
                    {"members", json::array({{{"id", member}}})},
                    {"tenantId", own_.tenant_id},
                    {"channelData", {{"tenant", {{"id", own_.tenant_id}}}}},
                    {"isGroup", false}};
  const Connector::Said said = connector_.call(http::Method::Post, service, "v3/conversations", wanted.dump());
  outcome = outcome_of_step(said);
  if (outcome.kind != Kind::Sent) return {};
  std::string conversation = text_at(*read_answer(said.answer).body, {"id"});
  if (!is_conversation_id(conversation)) {
    // An id that a success does not tell: nothing was sent, and trying again may help.
    outcome = {Kind::NotSent, {}, "garbage", {}};
    return {};
  }
  const Lock lock(mutex_);
  make_room(conversations_);
  conversations_[member] = conversation;
  return conversation;
}

void People::forget_conversation(const std::string& member, const std::string& conversation) {
  const Lock lock(mutex_);
  const auto known = conversations_.find(member);
  if (known != conversations_.end() && known->second == conversation) conversations_.erase(known);
}

MemberFacts People::member(const MemberKey& member) const {
  const Lock lock(mutex_);
  MemberFacts facts;
  const auto known = members_.find(member.member.str());
  if (known == members_.end()) return facts;
  facts.admin = !known->second.entra_id.empty() && own_.admins.count(known->second.entra_id) > 0;
  facts.language = known->second.language;
  facts.zone = known->second.zone;
  return facts;
}

Result<ChannelFacts> People::channel(const ChannelKey& channel) {
  if (is_direct_channel(channel)) return ChannelFacts{};
  const std::string& id = channel.channel.str();
  if (!is_conversation_id(id)) return fail(Code::Invalid, "channel is no id of Teams'");
  const TimePoint now = clock_.now();
  std::string service = own_.service;
  bool shared = false;
  {
    const Lock lock(mutex_);
    const auto known = facts_.find(id);
    if (known != facts_.end() && known->second.until > now) return known->second.facts;
    if (const auto place = places_.find(id); place != places_.end()) {
      take(service, place->second.service);
      shared = place->second.shared;
    }
  }
  const Connector::Said said =
      connector_.call(http::Method::Get, service, "v3/conversations/" + segment(id) + "/pagedmembers?pageSize=500", {});
  if (!said.asked) return fail(Code::Unavailable, "channel not told: " + said.never.reason);
  const Answered answered = read_answer(said.answer);
  if (answered.status == 403) return cannot_post("not_invited");
  if (is_gone(said)) return cannot_post(answered.error == "BotNotInConversationRoster" ? "not_invited" : "not_found");
  const json* members = find(*answered.body, {"members"});
  if (!answered.ok || members == nullptr || !members->is_array())
    return fail(Code::Unavailable, "channel not told: " + answered.error);
  ChannelFacts facts;
  facts.has_outsiders = shared || has_outsiders(*members, own_.tenant_id);
  // What stands in the way is asked anew each time: it is being mended.
  const Lock lock(mutex_);
  make_room(facts_);
  facts_[id] = {facts, now + kChannelTrusted};
  return facts;
}

}  // namespace allybot::platforms::teams
