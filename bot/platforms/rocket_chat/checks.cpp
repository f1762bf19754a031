#include "bot/platforms/rocket_chat/checks.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/platforms/check_levels.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/limits.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/settings.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;

constexpr const char* kKnownUser = "rocket.cat";  // is on every server
constexpr const char* kLengthSetting = "Message_MaxAllowedSize";

void check_address(const CheckInput& input, std::vector<Check>& checks) {
  const auto own = http::parse_url(input.public_url);
  if (!own)
    checks.push_back(
        failure("ALLYBOT_PUBLIC_URL is no address", "set it to the address by which the Rocket.Chat server reaches us"));
  else if (own->scheme != "https" && !http::is_loopback_host(own->host))
    checks.push_back(warning("ALLYBOT_PUBLIC_URL is not https: the tokens that prove Rocket.Chat travel readable",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
  else
    checks.push_back(good("the URL of both outgoing webhooks has to be " + input.public_url + kMessagesPath +
                          " (only Rocket.Chat's own settings show what it is)"));
}

/// Whether the token works, and what its user is.
bool check_account(const RestApi& api, const CheckInput& input, std::vector<Check>& checks) {
  const http::ClientOutcome outcome = api.get("/me");
  const Answered answered = read_answer(outcome);
  if (answered.status == 0) {
    checks.push_back(failure("ROCKETCHAT_URL does not answer: " + outcome.why,
                             "check the address, and that this machine may reach it; a proxy is named by HTTPS_PROXY"));
    return false;
  }
  if (answered.status == 401 || answered.status == 403) {
    checks.push_back(failure("Rocket.Chat refuses ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN (" + answered.code + ")",
                             "make a new token as the bot: My Account, Personal Access Tokens, Ignore Two Factor; see that the "
                             "bot's account is active"));
    return false;
  }
  if (!answered.ok || text_at(*answered.body, {"_id"}) != input.user_id) {
    checks.push_back(failure("ROCKETCHAT_URL answers, but not as Rocket.Chat: " + answered.code,
                             "set it to the address that people open, without /api/v1"));
    return false;
  }
  checks.push_back(good("Rocket.Chat takes the bot's token; its user is @" + text_at(*answered.body, {"username"})));
  const json* roles = find(*answered.body, {"roles"});
  const auto has = [roles](const char* role) {
    return roles != nullptr && roles->is_array() && std::find(roles->begin(), roles->end(), json(role)) != roles->end();
  };
  if (!has("bot"))
    checks.push_back(
        warning("the bot's user has no role \"bot\": Rocket.Chat takes ten calls a minute of it and answers come late",
                "Workspace, Users, the bot, Edit: add the role bot"));
  if (has("admin"))
    checks.push_back(warning("the bot's user is an administrator", "take the role admin away: it needs user and bot"));
  return true;
}

void check_roles_told(const RestApi& api, std::vector<Check>& checks) {
  const Answered answered = read_answer(api.get(std::string("/users.info?username=") + kKnownUser));
  if (true_at(*answered.body, {"user", "canViewAllInfo"}))
    checks.push_back(good("Rocket.Chat tells the bot who administers"));
  else
    checks.push_back(warning("Rocket.Chat does not tell the bot who administers: only those in ALLYBOT_ADMINS may name leads",
                             "Workspace, Permissions: give the role bot view-full-other-user-info; or leave it, and set "
                             "ALLYBOT_ADMINS"));
}

void check_length(const RestApi& api, std::vector<Check>& checks) {
  const Answered answered = read_answer(api.get(std::string("/settings.public?_id=") + kLengthSetting));
  const json* all = find(*answered.body, {"settings"});
  if (!answered.ok || all == nullptr || !all->is_array()) return;
  for (const json& one : *all) {
    const auto most = number_at(one, {"value"});
    if (text_at(one, {"_id"}) != kLengthSetting || !most || *most >= static_cast<std::int64_t>(kServerTakes)) continue;
    checks.push_back(
        warning("messages may have " + std::to_string(*most) + " characters at most: longer answers are refused",
                "Workspace, Settings, Message: set Maximum Allowed Characters Per Message to " + std::to_string(kServerTakes)));
  }
}

}  // namespace

std::vector<Check> find_out(const RestApi& api, const CheckInput& input) {
  std::vector<Check> checks;
  check_address(input, checks);
  if (check_account(api, input, checks)) {
    check_roles_told(api, checks);
    check_length(api, checks);
  }
  // Rocket.Chat signs nothing: DESIGN.md 2.8.
  checks.push_back(
      good("ROCKETCHAT_WEBHOOK_TOKENS alone prove what comes in: keep them in a file that only the bot can read "
           "(ROCKETCHAT_WEBHOOK_TOKENS_FILE) and let only the Rocket.Chat server reach /rocketchat/"));
  return checks;
}

std::string checklist(const ManifestInput& input) {
  std::string server = input.setting ? input.setting(kServerUrl).value_or(std::string()) : std::string();
  while (!server.empty() && server.back() == '/') server.pop_back();
  const std::string name = input.command.empty() ? std::string("ally") : input.command;
  const std::string url = input.public_url + kMessagesPath;
  std::string text =
      "Rocket.Chat, " + (server.empty() ? std::string("(set ROCKETCHAT_URL)") : server) +
      ", as an administrator.\n\n"
      "Workspace, Users, New user:\n\n"
      "[ ] Username: " +
      name +
      "\n"
      "[ ] Roles: user and bot (bot: no limit of ten calls a minute)\n\n"
      "Sign in as that user; My Account, Personal Access Tokens, Add, with Ignore Two Factor Authentication:\n\n"
      "[ ] the token is ROCKETCHAT_AUTH_TOKEN\n"
      "[ ] the user id beside it is ROCKETCHAT_USER_ID\n\n"
      "Workspace, Integrations, New, Outgoing: one for direct messages to the bot\n\n"
      "[ ] Event Trigger: Message Sent\n"
      "[ ] Enabled: on\n"
      "[ ] Channel: @" +
      name +
      " (never all_direct_messages: that hands over what people write to each other)\n"
      "[ ] Trigger Words: none\n"
      "[ ] URLs: " +
      url +
      "\n"
      "[ ] Post as: " +
      name +
      "; Impersonate User: off; Script Enabled: off\n"
      "[ ] Token: into ROCKETCHAT_WEBHOOK_TOKENS\n\n"
      "And another one for rooms:\n\n"
      "[ ] Event Trigger: Message Sent\n"
      "[ ] Enabled: on\n"
      "[ ] Channel: all_public_channels,all_private_groups\n"
      "[ ] Trigger Words: @" +
      name +
      "\n"
      "[ ] Trigger word anywhere: off; Run on edits: off\n"
      "[ ] URLs: " +
      url +
      "\n"
      "[ ] Post as: " +
      name +
      "; Impersonate User: off; Script Enabled: off\n"
      "[ ] Token: into ROCKETCHAT_WEBHOOK_TOKENS, after a comma\n\n"
      "Then:\n\n"
      "[ ] Workspace, Permissions: give the role bot view-full-other-user-info, so that the bot knows administrators; "
      "or name them in ALLYBOT_ADMINS\n"
      "[ ] Invite the bot to each room that shall have nudges: /invite @" +
      name +
      "\n\n"
      "What to write to it, directly or after @" +
      name + " at the beginning of a message:\n";
  for (const ManifestInput::Verb& verb : input.verbs)
    text += "    " + verb.name + (verb.arguments.empty() ? "" : ' ' + verb.arguments) + ": " + verb.help + '\n';
  text.pop_back();
  return text;
}

}  // namespace allybot::platforms::rocket_chat
