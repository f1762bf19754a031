#include "bot/platforms/zulip/people.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNames = 50000;
constexpr std::size_t kMostName = 200;  // bytes
constexpr std::size_t kMostZone = 64;
constexpr std::size_t kMostBytesOfNames = 16U << 20U;
constexpr std::chrono::minutes kNamesAskedEvery{1};
constexpr std::int64_t kAdministrator = 200;  // and 100 is an owner; 300 a moderator, 400 a member, 600 a guest

std::string id_at(const json& from, std::string_view name) {
  const auto id = number_at(from, {name});
  return id && *id > 0 ? std::to_string(*id) : std::string();
}

tl::unexpected<Error> not_told(const char* what, const http::ClientOutcome& outcome, const Answered& answered) {
  return fail(answered.status == 400 || answered.status == 404 ? Code::NotFound : Code::Unavailable,
              std::string(what) + " not told: " + (answered.status == 0 ? outcome.why : answered.code));
}

ChannelFacts cannot_post(const char* why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = why;
  return facts;
}

/// Who may post, by the words of servers before the permission became a group.
bool only_administrators_post(const json& channel) {
  return true_at(channel, {"is_announcement_only"}) || number_at(channel, {"stream_post_policy"}).value_or(1) != 1;
}

}  // namespace

// https://zulip.com/api/get-own-user
Connection People::connect() {
  const http::ClientOutcome outcome = api_.get("/users/me");
  const Answered answered = read_answer(outcome);
  if (answered.status == 0) return {Connection::Kind::Unreachable, outcome.why};
  if (answered.status == 401 || answered.status == 403) return {Connection::Kind::Refused, answered.code};
  const std::string id = id_at(*answered.body, "user_id");
  if (!answered.ok || id.empty()) return {Connection::Kind::Unreachable, answered.ok ? std::string("not_zulip") : answered.code};
  const Lock lock(mutex_);
  own_id_ = id;
  return {Connection::Kind::On, {}};
}

std::string People::own_id() const {
  const Lock lock(mutex_);
  return own_id_;
}

// https://zulip.com/api/get-user
Result<MemberFacts> People::member(const MemberKey& member) {
  if (!is_id(member.member.str())) return fail(Code::Invalid, "member is no id of Zulip's");
  const http::ClientOutcome outcome = api_.get("/users/" + member.member.str());
  const Answered answered = read_answer(outcome);
  const json* user = find(*answered.body, {"user"});
  if (!answered.ok || user == nullptr) return not_told("member", outcome, answered);
  learn(member.member.str(), text_at(*user, {"full_name"}));
  MemberFacts facts;
  // A deactivated account has no rights, whatever it was.
  const json* active = find(*user, {"is_active"});
  const bool is_active = active == nullptr || *active != json(false);
  facts.admin = is_active && (true_at(*user, {"is_admin"}) || true_at(*user, {"is_owner"}) ||
                              number_at(*user, {"role"}).value_or(kAdministrator + 1) <= kAdministrator);
  const std::string zone = text_at(*user, {"timezone"});
  if (zone.size() <= kMostZone && printable(zone) == zone) facts.zone = zone;
  return facts;
}

// https://zulip.com/api/get-streams : those that everybody may see, and those the bot is in.
Result<ChannelFacts> People::channel(const ChannelKey& channel) const {
  const std::string& place = channel.channel.str();
  if (is_direct_channel(channel) || is_group(place)) return ChannelFacts{};
  if (!is_id(place)) return fail(Code::Invalid, "channel is no id of Zulip's");
  const http::ClientOutcome outcome = api_.get("/streams");
  const Answered answered = read_answer(outcome);
  const json* all = find(*answered.body, {"streams"});
  if (!answered.ok || all == nullptr || !all->is_array()) return not_told("channels", outcome, answered);
  for (const json& one : *all) {
    if (id_at(one, "stream_id") != place) continue;
    if (true_at(one, {"is_archived"})) return cannot_post("archived");
    if (only_administrators_post(one)) return cannot_post("read_only");
    ChannelFacts facts;
    facts.has_outsiders = true_at(one, {"is_web_public"});
    return facts;
  }
  return cannot_post("not_invited");
}

void People::learn(const std::string& id, const std::string& name) {
  const std::string shown = printable(cut_bytes(name, kMostName));
  if (!is_id(id) || trim(shown).empty() || !is_valid_utf8(shown)) return;
  const Lock lock(mutex_);
  if (names_.size() >= kMostNames && names_.count(id) == 0) names_.erase(names_.begin());
  names_[id] = shown;
}

std::optional<std::string> People::name_of(std::string_view id) const {
  const Lock lock(mutex_);
  const auto known = names_.find(id);
  if (known == names_.end()) return std::nullopt;
  return known->second;
}

std::optional<std::string> People::id_of(std::string_view name) const {
  const Lock lock(mutex_);
  std::optional<std::string> found;
  for (const auto& [id, known] : names_) {
    if (known != name) continue;
    if (found) return std::nullopt;
    found = id;
  }
  return found;
}

// https://zulip.com/api/get-users
std::optional<http::ClientRequest> People::ask_for_names() const {
  const Lock lock(mutex_);
  if (clock_.now() - names_asked_at_ < kNamesAskedEvery) return std::nullopt;
  http::ClientRequest request = api_.get_request("/users");
  request.most_body_bytes = kMostBytesOfNames;
  return request;
}

void People::told_names(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (const json* members = find(*answered.body, {"members"}); answered.ok && members != nullptr && members->is_array())
    for (const json& one : *members)
      if (find(one, {"is_active"}) == nullptr || true_at(one, {"is_active"}))
        learn(id_at(one, "user_id"), text_at(one, {"full_name"}));
  const Lock lock(mutex_);
  names_asked_at_ = clock_.now();
}

}  // namespace allybot::platforms::zulip
