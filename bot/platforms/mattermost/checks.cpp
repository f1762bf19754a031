#include "bot/platforms/mattermost/checks.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/check_levels.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/mattermost/route.h"

namespace allybot::platforms::mattermost {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTeams = 20;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// An address that only machines in the same house reach: Mattermost refuses to call it unless it is told.
bool is_private(const std::string& host) {
  if (http::is_loopback_host(host)) return true;
  for (const char* end : {".local", ".internal", ".lan", ".localdomain"})
    if (ends_with(host, end)) return true;
  if (host.find('.') == std::string::npos && host.find(':') == std::string::npos) return true;
  const auto parts = split(host, '.');
  std::int64_t first = 0;
  std::int64_t second = 0;
  if (parts.size() != 4 || !parse_number(parts[0], first) || !parse_number(parts[1], second)) return false;
  return first == 10 || (first == 192 && second == 168) || (first == 172 && second >= 16 && second <= 31) ||
         (first == 169 && second == 254);
}

void check_addresses(const CheckInput& input, std::vector<Check>& checks) {
  const auto own = http::parse_url(input.public_url);
  if (!own) {
    checks.push_back(
        failure("ALLYBOT_PUBLIC_URL is no address", "set it to the address by which the Mattermost server reaches us"));
    return;
  }
  if (own->scheme != "https" && !http::is_loopback_host(own->host))
    checks.push_back(warning("ALLYBOT_PUBLIC_URL is not https: tokens and button values travel readable",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
  if (is_private(own->host))
    checks.push_back(warning("ALLYBOT_PUBLIC_URL has a private address, which Mattermost does not call by itself",
                             "add " + own->host +
                                 " to System Console, Environment, Developer, Allow untrusted internal connections to "
                                 "(ServiceSettings.AllowedUntrustedInternalConnections)"));
}

/// Whether the token works, and whose it is.
bool check_account(const RestApi& api, std::vector<Check>& checks) {
  const http::ClientOutcome outcome = api.get("/users/me");
  if (outcome.kind != http::ClientOutcome::Kind::Answered) {
    checks.push_back(failure("MATTERMOST_URL does not answer: " + outcome.why,
                             "check the address, and that this machine may reach it; a proxy is named by HTTPS_PROXY"));
    return false;
  }
  const Answered answered = read_answer(outcome);
  if (answered.status == 401) {
    checks.push_back(failure("Mattermost refuses MATTERMOST_BOT_TOKEN",
                             "make a new token: Integrations, Bot Accounts, the bot, Create New Token"));
    return false;
  }
  if (!answered.ok || !is_id(text_at(*answered.body, {"id"}))) {
    checks.push_back(failure("MATTERMOST_URL answers, but not as Mattermost: " + answered.error,
                             "set it to the address that people open, without /api/v4"));
    return false;
  }
  checks.push_back(good("Mattermost takes the bot's token"));
  if (!true_at(*answered.body, {"is_bot"}))
    checks.push_back(warning("MATTERMOST_BOT_TOKEN belongs to a person's account, not to a bot account",
                             "make a bot account (allybot manifest mattermost) and use its token"));
  const std::string roles = text_at(*answered.body, {"roles"});
  if (roles.find("system_admin") != std::string::npos)
    checks.push_back(warning("the bot's account is a system administrator", "give it the role Member: it needs no more"));
  return true;
}

bool is_known(const CheckInput& input, const std::string& token) {
  return std::any_of(input.command_tokens.begin(), input.command_tokens.end(),
                     [&token](const Secret& known) { return crypto::equal_in_constant_time(known.reveal(), token); });
}

void check_command(const json& command, const CheckInput& input, const std::string& team, std::vector<Check>& checks) {
  const std::string trigger = text_at(command, {"trigger"});
  const std::string wanted = input.public_url + kCommandsPath;
  if (text_at(command, {"url"}) != wanted)
    checks.push_back(failure("the command /" + trigger + " of team " + team + " calls another address than ours",
                             "set its request URL to " + wanted));
  else if (text_at(command, {"method"}) != "P")
    checks.push_back(failure("the command /" + trigger + " of team " + team + " uses GET, which puts its token into logs",
                             "set its request method to POST, and regenerate its token"));
  else if (const std::string token = text_at(command, {"token"}); !token.empty() && !is_known(input, token))
    checks.push_back(failure("MATTERMOST_COMMAND_TOKENS lacks the token of /" + trigger + " of team " + team,
                             "add it: Integrations, Slash Commands shows it"));
  else
    checks.push_back(good("the command /" + trigger + " of team " + team + " calls us"));
}

// https://api.mattermost.com/#tag/commands/operation/ListCommands
void check_commands(const RestApi& api, const CheckInput& input, std::vector<Check>& checks) {
  const Answered teams = read_answer(api.get("/users/me/teams"));
  if (!teams.ok || !teams.body->is_array() || teams.body->empty()) {
    checks.push_back(warning("the bot is in no team", "add it to each team that shall use it: team menu, Invite People"));
    return;
  }
  std::size_t seen = 0;
  for (const json& team : *teams.body) {
    const std::string id = text_at(team, {"id"});
    const std::string name = printable(text_at(team, {"name"}));
    if (!is_id(id) || ++seen > kMostTeams) continue;
    const Answered commands = read_answer(api.get("/commands?team_id=" + id + "&custom_only=true"));
    if (!commands.ok || !commands.body->is_array()) {
      checks.push_back(warning("the bot may not list the slash commands of team " + name,
                               "nothing to mend; look yourself: Integrations, Slash Commands, /" + input.command + " must call " +
                                   input.public_url + kCommandsPath + " by POST"));
      continue;
    }
    bool found = false;
    for (const json& command : *commands.body) {
      const bool ours =
          text_at(command, {"trigger"}) == input.command || text_at(command, {"url"}) == input.public_url + kCommandsPath;
      if (!ours) continue;
      found = true;
      check_command(command, input, name, checks);
    }
    if (!found)
      checks.push_back(
          warning("team " + name + " has no command /" + input.command, "add it: allybot manifest mattermost prints the call"));
  }
}

}  // namespace

std::vector<Check> find_out(const RestApi& api, const CheckInput& input) {
  std::vector<Check> checks;
  check_addresses(input, checks);
  if (check_account(api, checks)) check_commands(api, input, checks);
  // Mattermost signs nothing: DESIGN.md 2.8.
  checks.push_back(good(std::to_string(input.command_tokens.size()) +
                        " command token(s) accepted. They alone prove a command: keep them in a file that only the bot can read "
                        "(MATTERMOST_COMMAND_TOKENS_FILE) and let only the Mattermost server reach /mattermost/"));
  return checks;
}

}  // namespace allybot::platforms::mattermost
