#include "tests/fakes/fake_teams.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/teams_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;
using Standing = FakeTeams::Standing;

constexpr std::chrono::seconds kPace{1};
constexpr std::size_t kMostOfAll = 30;
constexpr std::string_view kConversations = "/v3/conversations";

http::Response yes(const json& body, int status = 200) { return http::json_response(body.dump(), status); }
http::Response no(int status, const char* code) {
  return yes({{"error", {{"code", code}, {"message", "Not in words that a program should read"}}}}, status);
}

/// "19%3Aabc%40thread.tacv2" as it was.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      plain += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string member_of(const std::string& conversation) {
  return conversation.compare(0, 9, "a:1chat--") == 0 ? "29:" + conversation.substr(9) : std::string();
}

}  // namespace

FakeTeams::FakeTeams(const Clock& clock) : clock_(clock) {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeTeams::settings() const {
  return {{"TEAMS_CLIENT_ID", kTeamsClient},       {"TEAMS_CLIENT_SECRET", kTeamsSecret},  {"TEAMS_TENANT_ID", kTeamsTenant},
          {"TEAMS_ADMINS", TeamsPlace{}.entra_id}, {"TEAMS_SERVICE_URL", platform_.url()}, {"TEAMS_LOGIN_URL", platform_.url()}};
}

TeamsPlace FakeTeams::from_here(TeamsPlace place) const {
  place.service = service();
  if (place.type == "personal") place.conversation = conversation_with(place.user);
  return place;
}

http::RawRequest FakeTeams::request(std::string body) const {
  TeamsClaims claims = teams_claims(clock_.now());
  claims.service = service();
  return teams_request(std::move(body), teams_token(claims));
}

std::string FakeTeams::posts_of(const std::string& conversation) {
  std::string path(kConversations);
  path += '/';
  for (const char c : conversation) {
    if (c == ':')
      path += "%3A";
    else if (c == '@')
      path += "%40";
    else
      path += c;
  }
  return path + "/activities";
}

std::string FakeTeams::conversation_with(const std::string& member) { return "a:1chat--" + member.substr(3); }
std::string FakeTeams::token_path() { return std::string("/") + kTeamsTenant + "/oauth2/v2.0/token"; }

void FakeTeams::describe(const std::string& conversation, Standing as) {
  const Lock lock(mutex_);
  standings_[conversation] = as;
}
void FakeTeams::uninstall(const std::string& member) {
  const Lock lock(mutex_);
  not_installed_.insert(member);
  standings_[conversation_with(member)] = Standing::Blocked;
}
void FakeTeams::install(const std::string& member) {
  const Lock lock(mutex_);
  not_installed_.erase(member);
  standings_.erase(conversation_with(member));
}
void FakeTeams::conflict(const std::string& conversation, int times) {
  const Lock lock(mutex_);
  conflicts_[conversation] = times;
}
void FakeTeams::allow(std::size_t posts) {
  const Lock lock(mutex_);
  most_posts_ = posts;
}
void FakeTeams::give_tokens_for(std::chrono::seconds life) {
  const Lock lock(mutex_);
  life_ = life;
}
void FakeTeams::end_tokens() {
  const Lock lock(mutex_);
  tokens_.clear();
}
void FakeTeams::refuse_secret(const std::string& code) {
  const Lock lock(mutex_);
  secret_refused_ = code;
}
void FakeTeams::have_targeted_messages(bool has) {
  const Lock lock(mutex_);
  has_targeted_ = has;
}
void FakeTeams::add_guest(const std::string& conversation) {
  const Lock lock(mutex_);
  guests_.insert(conversation);
}
std::vector<FakeTeams::Message> FakeTeams::messages() const {
  const Lock lock(mutex_);
  return messages_;
}
std::vector<FakeTeams::Message> FakeTeams::messages_in(const std::string& conversation) const {
  std::vector<Message> all = messages();
  std::erase_if(all, [&](const Message& one) { return one.conversation != conversation; });
  return all;
}
std::size_t FakeTeams::tokens_given() const {
  const Lock lock(mutex_);
  return given_;
}
std::size_t FakeTeams::too_fast() const {
  const Lock lock(mutex_);
  return too_fast_;
}
std::vector<std::string> FakeTeams::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeTeams::answer(const Call& call) {
  const Lock lock(mutex_);
  if (call.path == "/v1/.well-known/openidconfiguration")
    return yes({{"issuer", kTeamsIssuer}, {"jwks_uri", platform_.url() + "/v1/.well-known/keys"}});
  if (call.path == "/v1/.well-known/keys") return http::json_response(teams_keys());
  if (call.path == token_path() && call.method == "POST") return give_token(call);
  if (call.path.compare(0, kConversations.size(), kConversations) != 0) return http::text_response(404, "no such page");
  if (!is_token_good(call)) return no(401, "Unauthorized");
  if (call.path == kConversations) return call.method == "POST" ? create(call) : no(405, "MethodNotAllowed");
  const auto parts = split(call.path, '/');  // "", "v3", "conversations", id, what, activity
  if (parts.size() < 5) return no(404, "ConversationNotFound");
  const std::string conversation = unescaped(parts[3]);
  if (parts[4] == "pagedmembers" && call.method == "GET") return members(conversation);
  if (parts[4] != "activities") return no(404, "ConversationNotFound");
  return take(call, conversation, parts.size() > 5 ? unescaped(parts[5]) : std::string());
}

http::Response FakeTeams::give_token(const Call& call) {
  const auto is = [&](const char* name, const std::string& wanted) { return http::form_field(call.body, name) == wanted; };
  if (!is("grant_type", "client_credentials") || !is("scope", "https://api.botframework.com/.default"))
    return yes({{"error", "invalid_request"}, {"error_description", "AADSTS900144: words"}}, 400);
  std::string code = secret_refused_;
  if (!is("client_id", kTeamsClient)) code = "AADSTS700016";
  if (!is("client_secret", kTeamsSecret)) code = "AADSTS7000215";
  if (!code.empty()) return yes({{"error", "invalid_client"}, {"error_description", code + ": words"}}, 401);
  const std::string token = kTeamsAccessToken + std::string(".") + std::to_string(++given_);
  tokens_[token] = clock_.now() + life_;
  return yes({{"token_type", "Bearer"}, {"expires_in", life_.count()}, {"access_token", token}});
}

bool FakeTeams::is_token_good(const Call& call) const {
  constexpr std::string_view kBearer = "Bearer ";
  const auto header = call.headers.only("Authorization");
  if (!header || header->substr(0, kBearer.size()) != kBearer) return false;
  const auto known = tokens_.find(std::string(header->substr(kBearer.size())));
  return known != tokens_.end() && clock_.now() < known->second;
}

http::Response FakeTeams::create(const Call& call) {
  const json read = json::parse(call.body, nullptr, false);
  if (!read.is_object() || read.value("/bot/id"_json_pointer, "") != std::string("28:") + kTeamsClient ||
      read.value("tenantId", "") != kTeamsTenant || read.value("isGroup", true) || !read.contains("members") ||
      read["members"].size() != 1)
    return no(400, "Bad Argument");
  const std::string member = read["members"][0].value("id", "");
  if (member.compare(0, 3, "29:") != 0) return no(400, "Bad Argument");
  if (not_installed_.count(member) > 0) return no(403, "ForbiddenOperationException");
  return yes({{"id", conversation_with(member)}}, 201);
}

http::Response FakeTeams::refusal(Standing standing) const {
  switch (standing) {
    case Standing::Usual: break;
    case Standing::BotRemoved: return no(403, "BotNotInConversationRoster");
    case Standing::Gone: return no(404, "ConversationNotFound");
    case Standing::Blocked:
      return yes({{"errorCode", 209}, {"message", "{\r\n  \"subCode\": \"MessageWritesBlocked\"\r\n}"}}, 403);
  }
  return http::empty_response();
}

http::Response FakeTeams::take(const Call& call, const std::string& conversation, const std::string& activity) {
  const bool update = call.method == "PUT" && !activity.empty();
  if (!update && (call.method != "POST" || !activity.empty())) return no(405, "MethodNotAllowed");
  const Standing standing = standings_.count(conversation) > 0 ? standings_.at(conversation) : Standing::Usual;
  if (standing != Standing::Usual) return refusal(standing);
  if (const std::string member = member_of(conversation); !member.empty() && not_installed_.count(member) > 0)
    return refusal(Standing::Blocked);

  const TimePoint now = clock_.now();
  std::vector<TimePoint>& lately = posts_[conversation];
  std::erase_if(lately, [now](TimePoint at) { return at + kPace <= now; });
  std::erase_if(all_posts_, [now](TimePoint at) { return at + kPace <= now; });
  if (lately.size() >= most_posts_ || all_posts_.size() >= std::max(kMostOfAll, most_posts_)) {
    ++too_fast_;
    http::Response slow = no(429, "Throttled");
    slow.headers.emplace_back("Retry-After", "1");
    return slow;
  }
  lately.push_back(now);
  all_posts_.push_back(now);
  if (conflicts_[conversation] > 0) {
    --conflicts_[conversation];
    return no(412, "PreconditionFailed");
  }
  auto wrong = teams_complaints(call.body);
  std::erase_if(wrong,
                [](const std::string& one) { return one.compare(0, 18, "a link to https://") == 0; });  // the library's own
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  if (!wrong.empty()) return no(400, "Bad Argument");
  // https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
  const bool targeted = call.query == "isTargetedActivity=true";
  const std::string only_for = json::parse(call.body).value("/recipient/id"_json_pointer, "");
  if (targeted && (!has_targeted_ || conversation.compare(0, 3, "19:") != 0 || only_for.empty())) return no(400, "Bad argument");
  if (!targeted && !only_for.empty()) return no(400, "Bad argument");
  if (!update) {
    messages_.push_back({"17000000" + std::to_string(10000 + messages_.size()), conversation, call.body, only_for});
    return yes({{"id", messages_.back().id}}, 201);
  }
  for (Message& one : messages_) {
    if (one.id != activity || one.conversation != conversation) continue;
    one.body = call.body;
    return yes({{"id", one.id}});
  }
  return no(404, "ActivityNotFoundInConversation");
}

http::Response FakeTeams::members(const std::string& conversation) {
  const Standing standing = standings_.count(conversation) > 0 ? standings_.at(conversation) : Standing::Usual;
  if (standing != Standing::Usual) return refusal(standing);
  json all = json::array({{{"id", "29:fakeAlice"}, {"tenantId", kTeamsTenant}, {"userRole", "user"}}});
  if (guests_.count(conversation) > 0) all.push_back({{"id", "29:fakeGuest"}, {"tenantId", kTeamsTenant}, {"userRole", "guest"}});
  return yes({{"members", all}});
}

}  // namespace allybot::fakes
