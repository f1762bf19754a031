#include "tests/fakes/fake_discord.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/discord_commands.h"
#include "tests/fakes/discord_judge.h"
#include "tests/fakes/discord_requests.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::chrono::minutes kRemembersNonce{2};
constexpr std::chrono::seconds kBucket{5};

http::Response yes(const json& body, int status = 200) { return http::json_response(body.dump(), status); }
http::Response no(int status, int code) {
  return yes({{"message", "Not in words that a program should read"}, {"code", code}}, status);
}

std::string field(const std::string& body, const char* name) {
  const json read = json::parse(body, nullptr, false);
  return read.is_object() && read.contains(name) && read[name].is_string() ? read[name].get<std::string>() : std::string();
}

std::string conversation_with(const std::string& member) { return '7' + member.substr(1); }

}  // namespace

FakeDiscord::FakeDiscord(const Clock& clock) : clock_(clock) {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeDiscord::settings() const {
  return {{"DISCORD_PUBLIC_KEY", kDiscordPublicKey},
          {"DISCORD_BOT_TOKEN", kDiscordToken},
          {"DISCORD_API_URL", platform_.url() + "/api/v10"}};
}

void FakeDiscord::describe(const std::string& channel, Channel as) {
  const Lock lock(mutex_);
  channels_[channel] = as;
}
void FakeDiscord::refuse_direct_messages(const std::string& member) {
  const Lock lock(mutex_);
  refusing_.insert(conversation_with(member));
}
void FakeDiscord::refuse_token(bool refused) {
  const Lock lock(mutex_);
  token_refused_ = refused;
}
void FakeDiscord::put_off(const std::string& token) {
  const Lock lock(mutex_);
  tokens_.insert(token);
}
void FakeDiscord::let_pass(const std::string& token) {
  const Lock lock(mutex_);
  tokens_.erase(token);
}
void FakeDiscord::register_commands(const std::string& json) {
  const Lock lock(mutex_);
  commands_ = json;
}
std::string FakeDiscord::registered(bool in_the_server) const {
  const Lock lock(mutex_);
  return in_the_server ? server_commands_ : commands_;
}
void FakeDiscord::allow(std::size_t calls) {
  const Lock lock(mutex_);
  most_calls_ = calls;
}
std::vector<FakeDiscord::Message> FakeDiscord::messages() const {
  const Lock lock(mutex_);
  return messages_;
}
std::vector<std::string> FakeDiscord::originals() const {
  const Lock lock(mutex_);
  return originals_;
}
std::vector<std::string> FakeDiscord::follow_ups() const {
  const Lock lock(mutex_);
  return follow_ups_;
}
std::vector<std::string> FakeDiscord::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeDiscord::answer(const Call& call) {
  const Lock lock(mutex_);
  const auto agent = call.headers.only("User-Agent");
  if (!agent || agent->substr(0, 12) != "DiscordBot (") return no(403, 40333);
  const auto parts = split(call.path, '/');  // "", "api", "v10", what, id, ...
  if (parts.size() < 5 || parts[1] != "api" || parts[2] != "v10") return no(404, 0);
  if (parts[3] == "webhooks" && parts.size() >= 6) {
    if (call.headers.count("Authorization") > 0) complaints_.push_back("an interaction was answered with the bot's token");
    return respond(call, std::string(parts[5]));
  }
  const auto authorization = call.headers.only("Authorization");
  if (token_refused_ || !authorization || *authorization != std::string("Bot ") + kDiscordToken) return no(401, 0);

  if (parts[3] == "channels" && parts.size() == 6 && call.method == "POST") return post(call, std::string(parts[4]));
  if (call.path == "/api/v10/users/@me/channels") return open_conversation(call);
  if (call.path == "/api/v10/users/@me/guilds") return yes(json::array({{{"id", DiscordPlace{}.guild}}}));
  if (call.path == "/api/v10/applications/@me")
    return yes({{"id", kDiscordApplication},
                {"bot_public", false},
                {"verify_key", kDiscordPublicKey},
                {"interactions_endpoint_url", "https://bot.example.org/discord/interactions"}});
  const std::string own = std::string("/api/v10/applications/") + kDiscordApplication;
  if (call.path == own + "/commands") return commands(call, commands_);
  if (call.path == own + "/guilds/" + DiscordPlace{}.guild + "/commands") return commands(call, server_commands_);
  if (parts[3] == "applications" && parts.size() == 8) return no(403, 50001);
  if (parts[3] == "channels" && parts.size() == 5) {
    const auto found = channels_.find(std::string(parts[4]));
    const Channel is = found == channels_.end() ? Channel{} : found->second;
    if (!is.exists) return no(404, 10003);
    if (!is.bot_sees) return no(403, 50001);
    return yes({{"id", parts[4]}, {"type", 0}});
  }
  return no(404, 0);
}

bool FakeDiscord::is_refused(const std::string& body) {
  const auto wrong = discord_complaints(body, "https://");
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  return !wrong.empty();
}

http::Response FakeDiscord::commands(const Call& call, std::string& registered) {
  if (call.method == "PUT") {
    json wanted = json::parse(call.body, nullptr, false);
    if (const auto faults = discord_command_faults(wanted); !faults.empty()) return yes(discord_invalid_form(faults), 400);
    for (json& command : wanted) {  // what Discord adds
      command["id"] = "100000000000000666";
      command["application_id"] = kDiscordApplication;
      command["version"] = "100000000000000667";
      command["default_member_permissions"] = nullptr;
      command["dm_permission"] = true;
      command["nsfw"] = false;
      command.emplace("contexts", nullptr);
      command.emplace("integration_types", json::array({0}));
      command.emplace("name_localizations", nullptr);
      command.emplace("description_localizations", nullptr);
    }
    registered = wanted.dump();
  } else if (call.query != "with_localizations=true") {
    return http::json_response(json::parse(registered, [](int, json::parse_event_t event, json& key) {
                                 return event != json::parse_event_t::key ||
                                        key.get<std::string>().find("_localizations") == std::string::npos;
                               }).dump());
  }
  return http::json_response(registered);
}

http::Response FakeDiscord::post(const Call& call, const std::string& channel) {
  const TimePoint now = clock_.now();
  std::vector<TimePoint>& lately = calls_[channel];
  std::erase_if(lately, [now](TimePoint at) { return at + kBucket <= now; });
  if (lately.size() >= most_calls_) {
    const double wait = std::chrono::duration<double>(lately.front() + kBucket - now).count();
    http::Response slow = yes({{"message", "You are being rate limited."}, {"retry_after", wait}, {"global", false}}, 429);
    slow.headers.emplace_back("X-RateLimit-Scope", "user");
    return slow;
  }
  lately.push_back(now);
  if (is_refused(call.body)) return no(400, 50035);
  const auto found = channels_.find(channel);
  const Channel is = found == channels_.end() ? Channel{} : found->second;
  if (!is.exists) return no(404, 10003);
  if (!is.bot_sees) return no(403, 50001);
  if (!is.bot_sends) return no(403, 50013);
  if (refusing_.count(channel) > 0) return no(403, 50007);

  const std::string nonce = field(call.body, "nonce");
  std::string id;
  if (!nonce.empty()) {
    const auto known = nonces_.find(nonce);
    if (known != nonces_.end() && known->second.first + kRemembersNonce > now) id = known->second.second;
  }
  if (id.empty()) {
    id = std::to_string(100000000000009000 + messages_.size());
    messages_.push_back({id, channel, field(call.body, "content"), call.body});
    if (!nonce.empty()) nonces_[nonce] = {now, id};
  }
  http::Response made = yes({{"id", id}, {"channel_id", channel}});
  made.headers.emplace_back("X-RateLimit-Limit", std::to_string(most_calls_));
  made.headers.emplace_back("X-RateLimit-Remaining", std::to_string(most_calls_ - lately.size()));
  made.headers.emplace_back("X-RateLimit-Reset-After", "5.000");
  return made;
}

http::Response FakeDiscord::respond(const Call& call, const std::string& token) {
  if (tokens_.count(token) == 0) return no(401, 50027);
  if (is_refused(call.body)) return no(400, 50035);
  const bool original = call.path.size() > 10 && call.path.substr(call.path.size() - 10) == "/@original";
  if (original != (call.method == "PATCH")) return no(404, 0);
  (original ? originals_ : follow_ups_).push_back(call.body);
  return yes({{"id", "100000000000008000"}});
}

http::Response FakeDiscord::open_conversation(const Call& call) {
  const std::string member = field(call.body, "recipient_id");
  if (member.empty()) return no(400, 50035);
  return yes({{"id", conversation_with(member)}, {"type", 1}});
}

}  // namespace allybot::fakes
