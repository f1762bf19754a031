#include "bot/platforms/webex/people.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

using nlohmann::json;

constexpr std::size_t kMostKept = 20000;
constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostZone = 64;
constexpr std::string_view kBots = "@webex.bot";

std::string name_at(const json& from, const char* key) {
  return std::string(trim(printable(cut_bytes(text_at(from, {key}), kMostName))));
}

template <class Map>
void make_room(Map& map) {
  if (map.size() >= kMostKept) map.clear();  // learnt again with the next event
}

bool has_email(const json& person, const std::function<bool(std::string_view)>& wanted) {
  const json* emails = find(person, {"emails"});
  if (emails == nullptr || !emails->is_array()) return false;
  for (const json& one : *emails)
    if (one.is_string() && wanted(one.get_ref<const std::string&>())) return true;
  return false;
}

}  // namespace

std::string person_path(const std::string& person) { return "/people/" + person; }

bool is_bots(std::string_view email) {
  return email.size() > kBots.size() && http::equal_ignoring_case(email.substr(email.size() - kBots.size()), kBots);
}

// https://developer.webex.com/docs/api/v1/people/get-my-own-details
Connection People::connect() {
  const http::ClientOutcome outcome = api_.get(kMe);
  const Answered answered = read_answer(outcome);
  if (answered.status == 401) return {Connection::Kind::Refused, "token_refused"};
  if (answered.status == 403) return {Connection::Kind::Refused, "not_permitted"};
  learn_own(outcome);
  if (!answered.ok) return {Connection::Kind::Unreachable, answered.error};
  if (own().id.empty()) return {Connection::Kind::Unreachable, "not_webex"};
  return {Connection::Kind::On, {}};
}

// https://developer.webex.com/docs/api/v1/people/get-person-details
Result<MemberFacts> People::member(const MemberKey& member) {
  const std::string& id = member.member.str();
  if (!is_id(id)) return fail(Code::Invalid, "member is no id of Webex's");
  const http::ClientOutcome outcome = api_.get(person_path(id));
  const Answered answered = read_answer(outcome);
  if (!answered.ok)
    return fail(answered.status == 404 ? Code::NotFound : Code::Unavailable, "member not told: " + answered.error);
  learn(id, outcome);
  MemberFacts facts;
  facts.admin =
      has_email(*answered.body, [this](std::string_view email) { return circle_.admins.count(http::lower_case(email)) > 0; });
  const std::string zone = text_at(*answered.body, {"timezone"});
  if (zone.size() <= kMostZone && printable(zone) == zone) facts.zone = zone;
  return facts;
}

Ourselves People::own() const {
  const Lock lock(mutex_);
  return own_;
}

void People::learn_own(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  std::string id = text_at(*answered.body, {"id"});
  if (!answered.ok || !is_id(id)) return;
  const Lock lock(mutex_);
  own_ = {std::move(id), name_at(*answered.body, "displayName")};
}

void People::learn(const std::string& person, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (!answered.ok || text_at(*answered.body, {"id"}) != person) return;
  learn_name(person, name_at(*answered.body, "displayName"));
  const bool welcome =
      welcomes_everybody() || has_email(*answered.body, [this](std::string_view email) { return welcomes(email); });
  const Lock lock(mutex_);
  make_room(welcome_);
  welcome_[person] = welcome;
}

void People::learn_name(const std::string& person, const std::string& name) {
  const std::string shown(trim(printable(cut_bytes(name, kMostName))));
  if (!is_id(person) || shown.empty() || !is_valid_utf8(shown)) return;
  const Lock lock(mutex_);
  make_room(names_);
  names_[person] = shown;
}

std::optional<std::string> People::name_of(std::string_view person) const {
  const Lock lock(mutex_);
  const auto known = names_.find(person);
  if (known == names_.end()) return std::nullopt;
  return known->second;
}

bool People::welcomes(std::string_view email) const {
  if (welcomes_everybody()) return true;
  const std::size_t at = email.rfind('@');
  return at != std::string_view::npos && circle_.domains.count(http::lower_case(email.substr(at + 1))) > 0;
}

std::optional<bool> People::is_welcome(const std::string& person) const {
  if (welcomes_everybody()) return true;
  const Lock lock(mutex_);
  const auto known = welcome_.find(person);
  if (known == welcome_.end()) return std::nullopt;
  return known->second;
}

}  // namespace allybot::platforms::webex
