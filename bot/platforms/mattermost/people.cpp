#include "bot/platforms/mattermost/people.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/mattermost/route.h"

namespace allybot::platforms::mattermost {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kMemberTrusted{3};
constexpr std::chrono::minutes kChannelTrusted{1};
constexpr std::size_t kMostKept = 5000;
constexpr std::size_t kMostZone = 64;
constexpr const char* kWhoAmI = "/users/me";

template <class Map>
void make_room(Map& map) {
  if (map.size() >= kMostKept) map.clear();  // asked again when needed
}

bool has_word(std::string_view words, std::string_view word) {
  for (const std::string_view one : split_words(words))
    if (one == word) return true;
  return false;
}

/// A boolean, or the words "true" and "false": both are met.
bool is_true(const json* value) {
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  return value->is_string() && value->get_ref<const std::string&>() == "true";
}

std::string zone_of(const json& user) {
  const bool automatic = is_true(find(user, {"timezone", "useAutomaticTimezone"}));
  std::string zone = text_at(user, {"timezone", automatic ? "automaticTimezone" : "manualTimezone"});
  if (zone.size() > kMostZone || printable(zone) != zone) zone.clear();
  return zone;
}

/// "en", "pt-BR", "zh-CN" already are BCP 47.
std::string language_of(const json& user) {
  std::string locale = text_at(user, {"locale"});
  for (char& c : locale)
    if (c == '_') c = '-';
  for (const char c : locale)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return {};
  return locale.size() <= 35 ? locale : std::string();
}

Code code_of(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return Code::Unavailable;
  if (outcome.status == 401) return Code::Unauthorized;
  if (outcome.status == 403) return Code::Forbidden;
  if (outcome.status == 404) return Code::NotFound;
  return Code::Unavailable;
}

tl::unexpected<Error> not_told(const char* what, const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  return fail(code_of(outcome),
              std::string(what) + " not told: " + (answered.error == "no_answer" ? outcome.why : answered.error));
}

ChannelFacts cannot_post(std::string why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = std::move(why);
  return facts;
}

}  // namespace

// https://api.mattermost.com/#tag/users/operation/GetUser
Connection People::connect() {
  const http::ClientOutcome outcome = api_.get(kWhoAmI);
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return {Connection::Kind::Unreachable, outcome.why};
  const Answered answered = read_answer(outcome);
  if (answered.status == 401 || answered.status == 403) return {Connection::Kind::Refused, answered.error};
  if (!answered.ok) return {Connection::Kind::Unreachable, answered.error};
  if (remember_own_id(answered).empty()) return {Connection::Kind::Unreachable, "not_mattermost"};
  return {Connection::Kind::On, {}};
}

std::string People::remember_own_id(const Answered& answered) {
  std::string id = text_at(*answered.body, {"id"});
  if (!answered.ok || !is_id(id)) return {};
  const Lock lock(mutex_);
  own_id_ = id;
  return id;
}

std::string People::own_id() const {
  const Lock lock(mutex_);
  return own_id_;
}

std::string People::learn_own_id() {
  std::string known = own_id();
  return known.empty() ? remember_own_id(read_answer(api_.get(kWhoAmI))) : known;
}

// https://api.mattermost.com/#tag/channels/operation/CreateDirectChannel : gives the one there is, if there is one.
std::string People::conversation_with(const std::string& member, SendOutcome& outcome) {
  {
    const Lock lock(mutex_);
    if (const auto known = conversations_.find(member); known != conversations_.end()) return known->second;
  }
  // An id that a success does not tell: nothing was sent, and trying again may help.
  const SendOutcome untold{SendOutcome::Kind::NotSent, {}, "garbage", {}};
  std::string own = own_id();
  if (own.empty()) {
    const http::ClientOutcome told = api_.get(kWhoAmI);
    outcome = outcome_of_step(told);
    if (outcome.kind != SendOutcome::Kind::Sent) return {};
    own = remember_own_id(read_answer(told));
    if (own.empty()) {
      outcome = untold;
      return {};
    }
  }
  const http::ClientOutcome opened = api_.post("/channels/direct", R"([")" + own + R"(",")" + member + R"("])");
  outcome = outcome_of_step(opened);
  if (outcome.kind != SendOutcome::Kind::Sent) return {};
  std::string channel = text_at(*read_answer(opened).body, {"id"});
  if (!is_id(channel)) {
    outcome = untold;
    return {};
  }
  const Lock lock(mutex_);
  make_room(conversations_);
  conversations_[member] = channel;
  return channel;
}

Result<MemberFacts> People::member(const MemberKey& member) {
  const TimePoint now = clock_.now();
  const std::string key = member.str();
  {
    const Lock lock(mutex_);
    const auto known = members_.find(key);
    if (known != members_.end() && known->second.until > now) return known->second.value;
  }
  const std::string& id = member.member.str();
  const std::string& team = member.workspace.str();
  if (!is_id(id)) return fail(Code::Invalid, "member is no id of Mattermost's");
  const http::ClientOutcome outcome = api_.get("/users/" + id);
  const Answered answered = read_answer(outcome);
  if (!answered.ok) return not_told("member", outcome);
  const json& user = *answered.body;

  MemberFacts facts;
  facts.zone = zone_of(user);
  facts.language = language_of(user);
  const bool gone = number_at(user, {"delete_at"}).value_or(0) != 0;
  facts.admin = !gone && has_word(text_at(user, {"roles"}), "system_admin");
  if (!gone && !facts.admin && is_id(team)) {
    const http::ClientOutcome in_team = api_.get("/teams/" + team + "/members/" + id);
    const Answered role = read_answer(in_team);
    // Not in the team, or not ours to know: no role. An answer that never came is no answer about a role.
    if (!role.ok && role.status != 403 && role.status != 404) return not_told("role", in_team);
    facts.admin = role.ok && number_at(*role.body, {"delete_at"}).value_or(0) == 0 &&
                  (true_at(*role.body, {"scheme_admin"}) || has_word(text_at(*role.body, {"roles"}), "team_admin"));
  }
  const std::string name = text_at(user, {"username"});
  if (is_name(name)) learn({id, name});
  const Lock lock(mutex_);
  make_room(members_);
  members_[key] = {facts, now + kMemberTrusted};
  return facts;
}

Result<ChannelFacts> People::channel(const ChannelKey& channel) {
  if (is_direct_channel(channel)) return ChannelFacts{};
  const TimePoint now = clock_.now();
  const std::string& id = channel.channel.str();
  if (!is_id(id)) return fail(Code::Invalid, "channel is no id of Mattermost's");
  {
    const Lock lock(mutex_);
    const auto known = channels_.find(id);
    if (known != channels_.end() && known->second.until > now) return known->second.value;
  }
  const http::ClientOutcome outcome = api_.get("/channels/" + id);
  const Answered answered = read_answer(outcome);
  if (answered.status == 403) return cannot_post("not_invited");
  if (answered.status == 404 && answered.error.compare(0, 5, "http_") != 0) return cannot_post("not_found");
  if (!answered.ok) return not_told("channel", outcome);
  if (number_at(*answered.body, {"delete_at"}).value_or(0) != 0) return cannot_post("archived");

  ChannelFacts facts;
  facts.has_outsiders = true_at(*answered.body, {"shared"});
  if (const std::string own = learn_own_id(); !own.empty()) {
    const Answered membership = read_answer(api_.get("/channels/" + id + "/members/" + own));
    if (membership.status == 403 || membership.status == 404) return cannot_post("not_invited");
  }
  const Answered counted = read_answer(api_.get("/channels/" + id + "/stats"));
  if (counted.ok && number_at(*counted.body, {"guest_count"}).value_or(0) > 0) facts.has_outsiders = true;
  // What stands in the way is asked anew each time: it is being mended.
  const Lock lock(mutex_);
  make_room(channels_);
  channels_[id] = {facts, now + kChannelTrusted};
  return facts;
}

void People::learn(const Named& one) {
  const Lock lock(mutex_);
  make_room(names_);
  names_[one.id] = one.name;
}

std::optional<std::string> People::name_of(std::string_view id) const {
  const Lock lock(mutex_);
  const auto known = names_.find(id);
  if (known == names_.end()) return std::nullopt;
  return known->second;
}

}  // namespace allybot::platforms::mattermost
