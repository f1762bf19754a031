#include "bot/platforms/zulip/checks.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/check_levels.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/zulip/route.h"
#include "bot/platforms/zulip/settings.h"

namespace allybot::platforms::zulip {
namespace {

void check_address(const CheckInput& input, std::vector<Check>& checks) {
  const auto own = http::parse_url(input.public_url);
  if (!own)
    checks.push_back(failure("ALLYBOT_PUBLIC_URL is no address", "set it to the address by which the Zulip server reaches us"));
  else if (own->scheme != "https" && !http::is_loopback_host(own->host))
    checks.push_back(warning("ALLYBOT_PUBLIC_URL is not https: the token that proves Zulip travels readable",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
  else
    checks.push_back(good("the bot's endpoint URL in Zulip has to be " + input.public_url + kMessagesPath +
                          " (only its settings there show what it is)"));
}

/// Whether the key works, and whose it is.
bool check_account(const RestApi& api, const CheckInput& input, std::vector<Check>& checks) {
  const http::ClientOutcome outcome = api.get("/users/me");
  const Answered answered = read_answer(outcome);
  if (answered.status == 0) {
    checks.push_back(failure("ZULIP_URL does not answer: " + outcome.why,
                             "check the address, and that this machine may reach it; a proxy is named by HTTPS_PROXY"));
    return false;
  }
  if (answered.status == 401 || answered.status == 403) {
    checks.push_back(failure("Zulip refuses ZULIP_BOT_EMAIL and ZULIP_API_KEY (" + answered.code + ")",
                             "copy both again: Settings, Organization, Bots, the bot; see that it is active"));
    return false;
  }
  if (!answered.ok || !number_at(*answered.body, {"user_id"})) {
    checks.push_back(failure("ZULIP_URL answers, but not as Zulip: " + answered.code,
                             "set it to the address that people open, without /api/v1"));
    return false;
  }
  checks.push_back(good("Zulip takes the bot's key"));
  if (!true_at(*answered.body, {"is_bot"}))
    checks.push_back(warning(input.bot_email + " is a person's account, not a bot",
                             "add a bot of type Outgoing webhook (allybot manifest zulip) and use its email and key"));
  if (true_at(*answered.body, {"is_admin"}))
    checks.push_back(warning("the bot is an administrator of the organization", "give it the role Member: it needs no more"));
  return true;
}

void check_channels(const RestApi& api, std::vector<Check>& checks) {
  const Answered answered = read_answer(api.get("/streams"));
  const auto* all = find(*answered.body, {"streams"});
  if (!answered.ok || all == nullptr || !all->is_array()) {
    checks.push_back(warning("Zulip does not tell the bot its channels: " + answered.code,
                             "nothing to mend for answers; nudges will say themselves when they cannot be posted"));
    return;
  }
  checks.push_back(good("the bot sees " + std::to_string(all->size()) +
                        " channel(s); to post in a private one it has to be subscribed to it"));
}

}  // namespace

std::vector<Check> find_out(const RestApi& api, const CheckInput& input) {
  std::vector<Check> checks;
  check_address(input, checks);
  if (check_account(api, input, checks)) check_channels(api, checks);
  checks.push_back(good("posts go to the topic where a plan was made, else to \"" + input.topic + "\" (ZULIP_TOPIC)"));
  // Zulip signs nothing: DESIGN.md 2.8.
  checks.push_back(
      good("ZULIP_WEBHOOK_TOKEN alone proves what comes in: keep it in a file that only the bot can read "
           "(ZULIP_WEBHOOK_TOKEN_FILE) and let only the Zulip server reach /zulip/"));
  return checks;
}

std::string checklist(const ManifestInput& input) {
  std::string server = input.setting ? input.setting(kServerUrl).value_or(std::string()) : std::string();
  while (!server.empty() && server.back() == '/') server.pop_back();
  std::string name = input.command.empty() ? std::string("ally") : input.command;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  std::string text = "Zulip, " + (server.empty() ? std::string("(set ZULIP_URL)") : server) +
                     ", Settings, Organization, Bots, Add a new bot:\n\n"
                     "[ ] Bot type: Outgoing webhook\n"
                     "[ ] Name: " +
                     name +
                     "\n"
                     "[ ] Bot email: ally\n"
                     "[ ] Endpoint URL: " +
                     input.public_url + kMessagesPath +
                     "\n"
                     "[ ] Webhook format: Zulip\n"
                     "[ ] Role: Member\n\n"
                     "Then, from the bot's zuliprc (Download zuliprc):\n\n"
                     "[ ] site is ZULIP_URL\n"
                     "[ ] email is ZULIP_BOT_EMAIL\n"
                     "[ ] key is ZULIP_API_KEY\n"
                     "[ ] token is ZULIP_WEBHOOK_TOKEN\n"
                     "[ ] Subscribe the bot to each private channel that shall have nudges\n\n"
                     "What to write to it, directly or after @**" +
                     name + "** at the beginning of a message:\n";
  for (const ManifestInput::Verb& verb : input.verbs)
    text += "    " + verb.name + (verb.arguments.empty() ? "" : ' ' + verb.arguments) + ": " + verb.help + '\n';
  text.pop_back();
  return text;
}

}  // namespace allybot::platforms::zulip
