#include "bot/platforms/rocket_chat/people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/text.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNames = 50000;

template <class Value>
void keep(std::map<std::string, Value, std::less<>>& into, const std::string& key, Value value) {
  if (into.size() >= kMostNames && into.count(key) == 0) into.erase(into.begin());
  into[key] = std::move(value);
}

bool has_role(const json& user, std::string_view role) {
  const json* roles = find(user, {"roles"});
  return roles != nullptr && roles->is_array() && std::find(roles->begin(), roles->end(), json(role)) != roles->end();
}

}  // namespace

Connection People::connect() {
  const http::ClientOutcome outcome = api_.get("/me");
  const Answered answered = read_answer(outcome);
  if (answered.status == 0) return {Connection::Kind::Unreachable, outcome.why};
  if (answered.status == 401 || answered.status == 403) return {Connection::Kind::Refused, answered.code};
  if (!answered.ok || text_at(*answered.body, {"_id"}) != own_id_)
    return {Connection::Kind::Unreachable, answered.ok ? std::string("not_rocket_chat") : answered.code};
  const std::string name = text_at(*answered.body, {"username"});
  const Lock lock(mutex_);
  if (is_user_name(name)) own_name_ = name;
  return {Connection::Kind::On, {}};
}

std::string People::own_name() const {
  const Lock lock(mutex_);
  return own_name_;
}

/// Roles are told to whoever may view-full-other-user-info; to all others nobody is an administrator. A zone is never told: an
/// offset from UTC, which is, holds for half a year at most.
Result<MemberFacts> People::member(const MemberKey& member) {
  const std::string& id = member.member.str();
  if (!is_id(id)) return fail(Code::Invalid, "member is no id of Rocket.Chat's");
  const http::ClientOutcome outcome = api_.get("/users.info?userId=" + id);
  const Answered answered = read_answer(outcome);
  const json* user = find(*answered.body, {"user"});
  if (!answered.ok || user == nullptr)
    return fail(answered.status == 400 || answered.status == 404 ? Code::NotFound : Code::Unavailable,
                "member not told: " + (answered.status == 0 ? outcome.why : answered.code));
  learn(id, text_at(*user, {"username"}));
  MemberFacts facts;
  facts.admin = true_at(*user, {"active"}) && has_role(*user, "admin");
  return facts;
}

void People::learn(const std::string& id, const std::string& name) {
  if (!is_id(id) || !is_user_name(name)) return;
  const Lock lock(mutex_);
  keep(names_, id, name);
  keep(holders_, name, Holder{id, clock_.now()});
}

std::optional<std::string> People::name_of(std::string_view id) const {
  const Lock lock(mutex_);
  const auto known = names_.find(id);
  if (known == names_.end()) return std::nullopt;
  return known->second;
}

std::optional<std::string> People::id_of(std::string_view name) const {
  const Lock lock(mutex_);
  const auto known = holders_.find(name);
  if (known == holders_.end() || known->second.id.empty() || clock_.now() - known->second.told_at >= kNameKept)
    return std::nullopt;
  return known->second.id;
}

std::optional<http::ClientRequest> People::ask_for(const std::string& name) const {
  const Lock lock(mutex_);
  const auto known = holders_.find(name);
  if (known != holders_.end() && clock_.now() - known->second.told_at < kAskedAgainAfter) return std::nullopt;
  return api_.get_request("/users.info?username=" + name);
}

void People::told(const std::string& name, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  const std::string id = text_at(*answered.body, {"user", "_id"});
  if (answered.ok && text_at(*answered.body, {"user", "username"}) == name && is_id(id)) return learn(id, name);
  const Lock lock(mutex_);
  keep(holders_, name, Holder{{}, clock_.now()});
}

}  // namespace allybot::platforms::rocket_chat
