#include "bot/platforms/slack/doctor.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/manifest.h"

namespace allybot::platforms::slack {
namespace {

using Level = Check::Level;

constexpr std::chrono::seconds kDoubtfulSkew{60};

/// "Tue, 15 Nov 1994 08:12:31 GMT": the one form of RFC 9110 5.6.7 that servers send.
std::optional<TimePoint> http_date(std::string_view text) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text.substr(26) != "GMT") return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  std::string iso(text.substr(12, 4));
  const std::string number = std::to_string(month / 3 + 1);
  (iso += '-') += (number.size() < 2 ? "0" + number : number);
  ((iso += '-') += text.substr(5, 2)) += 'T';
  (iso += text.substr(17, 8)) += 'Z';
  const auto read = from_rfc3339(iso);
  if (!read) return std::nullopt;
  return *read;
}

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

std::optional<Check> clock_check(const http::ClientOutcome& outcome, TimePoint now) {
  const auto header = outcome.headers.only("Date");
  const auto theirs = header ? http_date(*header) : std::nullopt;
  if (!theirs) return std::nullopt;
  const auto skew = std::chrono::abs(std::chrono::duration_cast<seconds>(now - *theirs));
  if (skew <= kDoubtfulSkew) return Check{Level::Good, "The clock agrees with Slack's", {}};
  return Check{
      skew.count() > 300 ? Level::Failure : Level::Warning,
      "The clock differs from Slack's by " + std::to_string(skew.count()) + " seconds; beyond 300 every request is refused",
      "Turn on time synchronisation (timedatectl set-ntp true)."};
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

std::vector<Check> doctor(const WebApi& api, TimePoint now, const DoctorInput& input) {
  std::vector<Check> checks;
  if (input.public_url.empty())
    checks.push_back({Level::Warning, "ALLYBOT_PUBLIC_URL is not set",
                      "Set it to the https address at which Slack reaches this bot, so that the manifest names it."});
  else if (input.public_url.rfind("https://", 0) != 0)
    checks.push_back(
        {Level::Warning, "ALLYBOT_PUBLIC_URL is not https", "Slack calls https addresses alone: put a proxy with TLS in front."});
  if (!input.secret_looks_right)
    checks.push_back({Level::Warning, "SLACK_SIGNING_SECRET does not look like one (32 characters 0-9 a-f)",
                      "Copy the Signing Secret of Basic Information, not the Client Secret or the Verification Token."});

  const http::ClientOutcome outcome = api.ask("auth.test", {});
  checks.push_back(token_check(outcome, input));
  if (checks.back().level == Level::Good) checks.push_back(scope_check(outcome, input.verify_delivery));
  if (auto clock = clock_check(outcome, now)) checks.push_back(std::move(*clock));
  return checks;
}

}  // namespace allybot::platforms::slack
