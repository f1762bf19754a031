#include "bot/platforms/slack/doctor.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/clock_check.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/manifest.h"

namespace allybot::platforms::slack {
namespace {

using Level = Check::Level;

Check token_check(const http::ClientOutcome& outcome, const DoctorInput& input) {
  const Connection connection = connection_of(outcome);
  switch (connection.kind) {
    case Connection::Kind::On: return {Level::Good, "Slack accepts the token of workspace " + connection.detail, {}};
    case Connection::Kind::Refused:
      return {Level::Failure, "Slack refuses SLACK_BOT_TOKEN: " + connection.detail,
              input.bot_token_kind == "xoxb" ? "Install the app again and copy the Bot User OAuth Token of OAuth & Permissions."
                                             : "Copy the Bot User OAuth Token (it begins with xoxb-) of OAuth & Permissions."};
    case Connection::Kind::Unreachable:
      return {Level::Failure, "Slack cannot be reached: " + connection.detail,
              "Let this machine call https://slack.com (HTTPS_PROXY is honoured), or mend SLACK_API_URL."};
  }
  return {};
}

Check scope_check(const http::ClientOutcome& outcome, bool verify_delivery) {
  const auto header = outcome.headers.only("x-oauth-scopes");
  if (!header)
    return {Level::Warning, "Slack did not tell which scopes the token has", "Compare them with allybot manifest slack."};
  std::vector<std::string> granted;
  for (const std::string_view scope : split(*header, ',')) granted.emplace_back(trim(scope));
  std::vector<std::string> missing;
  for (const std::string& scope : needed_scopes(verify_delivery))
    if (std::find(granted.begin(), granted.end(), scope) == granted.end()) missing.push_back(scope);
  if (missing.empty()) return {Level::Good, "The token has all scopes", {}};
  return {Level::Failure, "The token lacks scopes: " + join(missing, ", "),
          "Add them under OAuth & Permissions (allybot manifest slack lists all) and install the app again."};
}

// https://docs.slack.dev/reference/methods/apps.connections.open
Check socket_check(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (answered.ok) return {Level::Good, "Socket Mode: Slack opens connections for SLACK_APP_TOKEN", {}};
  const std::string& word = answered.error;
  if (word == "no_answer" || word == "garbage" || kind_of_error(word) == SendOutcome::Kind::Wait)
    return {Level::Warning, "Slack told no address for Socket Mode: " + (word == "no_answer" ? outcome.why : word),
            "It is asked again while the bot runs; it grants about one a minute."};
  return {Level::Failure, "Slack refuses SLACK_APP_TOKEN: " + word,
          "Switch Socket Mode on, make an App-Level Token (it begins with xapp-) with the scope connections:write under Basic "
          "Information, and copy that."};
}

}  // namespace

// https://docs.slack.dev/reference/methods/auth.test
Connection connection_of(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (answered.ok) {
    std::string workspace = text_at(*answered.body, {"team_id"});
    if (workspace.empty()) workspace = text_at(*answered.body, {"enterprise_id"});
    return {Connection::Kind::On, printable(workspace)};
  }
  if (kind_of_error(answered.error) == SendOutcome::Kind::TokenDead || answered.error == "not_allowed_token_type")
    return {Connection::Kind::Refused, answered.error};
  return {Connection::Kind::Unreachable, answered.error == "no_answer" ? outcome.why : answered.error};
}

std::vector<Check> doctor(const WebApi& api, const WebApi* app_api, TimePoint now, const DoctorInput& input) {
  std::vector<Check> checks;
  if (input.over_http && input.public_url.empty())
    checks.push_back({Level::Warning, "ALLYBOT_PUBLIC_URL is not set",
                      "Set it to the https address at which Slack reaches this bot, so that the manifest names it."});
  else if (input.over_http && input.public_url.rfind("https://", 0) != 0)
    checks.push_back(
        {Level::Warning, "ALLYBOT_PUBLIC_URL is not https", "Slack calls https addresses alone: put a proxy with TLS in front."});
  if (input.over_http && !input.secret_looks_right)
    checks.push_back({Level::Warning, "SLACK_SIGNING_SECRET does not look like one (32 characters 0-9 a-f)",
                      "Copy the Signing Secret of Basic Information, not the Client Secret or the Verification Token."});

  const http::ClientOutcome outcome = api.ask("auth.test", {});
  checks.push_back(token_check(outcome, input));
  if (checks.back().level == Level::Good) checks.push_back(scope_check(outcome, input.verify_delivery));
  if (app_api != nullptr) checks.push_back(socket_check(app_api->ask("apps.connections.open", {})));
  if (auto clock = clock_check(outcome, now, "Slack")) checks.push_back(std::move(*clock));
  return checks;
}

}  // namespace allybot::platforms::slack
