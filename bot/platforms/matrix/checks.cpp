#include "bot/platforms/matrix/checks.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/check_levels.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/manifest.h"
#include "bot/platforms/matrix/route.h"
#include "bot/platforms/matrix/settings.h"

namespace allybot::platforms::matrix {
namespace {

using nlohmann::json;
using Kind = SendOutcome::Kind;

constexpr const char* kWhoAmI = "/_matrix/client/v3/account/whoami";

/// Whether the token works, and whose it is.
bool check_token(const Api& api, const std::string& setting, const std::string& user_id, std::vector<Check>& checks) {
  const http::ClientOutcome outcome = api.call(http::Method::Get, kWhoAmI);
  const Answered answered = read_answer(outcome);
  const SendOutcome became = outcome_of_step(outcome);
  if (answered.status == 0) {
    checks.push_back(failure("MATRIX_HOMESERVER_URL does not answer: " + answered.error,
                             "check the address, and that this machine may reach it; a proxy is named by HTTPS_PROXY"));
  } else if (became.kind == Kind::TokenDead) {
    checks.push_back(failure("the homeserver refuses " + setting,
                             setting == kAsToken
                                 ? "it must be the as_token of the registration file, and the homeserver must have "
                                   "read that file: restart it after a change"
                                 : "log in again as the bot and set the new token"));
  } else if (!answered.ok) {
    checks.push_back(failure("MATRIX_HOMESERVER_URL answers, but not as a homeserver: " + answered.error,
                             "set it to the address of the client-server API, such as https://matrix.example.org, without a "
                             "path"));
  } else if (text_at(*answered.body, {"user_id"}) != user_id) {
    checks.push_back(failure(setting + " belongs to another account than MATRIX_USER_ID",
                             "set MATRIX_USER_ID to the account that the token is of"));
  } else {
    checks.push_back(good("the homeserver takes the bot's token"));
    return true;
  }
  return false;
}

// https://spec.matrix.org/v1.15/application-service-api/#post_matrixclientv1appserviceappserviceidping
void check_ping(const Api& api, const std::string& public_url, std::vector<Check>& checks) {
  const std::string path = std::string("/_matrix/client/v1/appservice/") + kServiceId + "/ping";
  const Answered answered = read_answer(api.call(http::Method::Post, path, R"({"transaction_id":"doctor"})"));
  const std::string address = public_url + kBase;
  if (answered.ok)
    checks.push_back(good("the homeserver reaches the bot at the address in its registration file"));
  else if (answered.says("m_url_not_set"))
    checks.push_back(failure("the registration file has no url", "set url: \"" + address + "\" and restart the homeserver"));
  else if (answered.says("m_bad_status") && number_at(*answered.body, {"status"}) == 401)
    checks.push_back(failure("the homeserver reaches the bot with another token than MATRIX_HS_TOKEN",
                             "it must be the hs_token of the registration file"));
  else if (answered.says("m_bad_status") || answered.says("m_connection_failed") || answered.says("m_connection_timeout"))
    checks.push_back(
        failure("the homeserver does not reach the bot: " + answered.error,
                "start the bot, and see that url: \"" + address + "\" stands in the registration file and leads here"));
  else if (answered.says("m_forbidden"))
    checks.push_back(failure(std::string("the registration file has another id than ") + kServiceId,
                             "take the file that 'allybot manifest matrix' prints"));
  else
    checks.push_back(warning("this homeserver cannot say whether it reaches the bot (" + answered.error + ")",
                             "look for PUT requests of " + address + " in its log when somebody writes to the bot"));
}

}  // namespace

Connection connect(const Api& api, Way way, const std::string& user_id, const std::string& shown_name) {
  const http::ClientOutcome who = api.call(http::Method::Get, kWhoAmI);
  const SendOutcome became = outcome_of_step(who);
  const std::string told = text_at(*read_answer(who).body, {"user_id"});
  if (became.kind == Kind::TokenDead) return {Connection::Kind::Refused, became.reason};
  if (became.kind == Kind::Sent && told != user_id) return {Connection::Kind::Refused, "token_of_another_account"};
  if (became.kind != Kind::Sent && became.kind != Kind::NeedsCare) return {Connection::Kind::Unreachable, became.reason};
  if (way == Way::Asked) {  // whoever has the token has an account
    const auto kind = became.kind == Kind::Sent ? Connection::Kind::On : Connection::Kind::Refused;
    return {kind, became.reason};
  }
  // https://spec.matrix.org/v1.15/application-service-api/#server-admin-style-permissions : an account is there once it is
  // registered
  const json account{
      {"type", "m.login.application_service"}, {"username", user_id.substr(1, user_id.find(':') - 1)}, {"inhibit_login", true}};
  const http::ClientOutcome made = api.call(http::Method::Post, "/_matrix/client/v3/register", account.dump());
  const Answered answered = read_answer(made);
  if (answered.says("m_user_in_use")) return {Connection::Kind::On, {}};
  if (!answered.ok) {
    const SendOutcome why = outcome_of_step(made);
    const bool refused = why.kind == Kind::TokenDead || why.kind == Kind::NeedsCare || why.kind == Kind::Refused;
    return {refused ? Connection::Kind::Refused : Connection::Kind::Unreachable, why.reason};
  }
  api.call(http::Method::Put, "/_matrix/client/v3/profile/" + encoded(user_id) + "/displayname",
           json{{"displayname", shown_name}}.dump());
  return {Connection::Kind::On, {}};
}

std::vector<Check> find_out(const Api& api, Way way, const std::string& user_id, const std::string& public_url) {
  std::vector<Check> checks;
  if (way == Way::Asked) {
    if (check_token(api, kAccessToken, user_id, checks))
      checks.push_back(good("the bot asks the homeserver what there is: it needs no public address"));
    return checks;
  }
  const auto own = http::parse_url(public_url);
  if (!own)
    checks.push_back(failure("ALLYBOT_PUBLIC_URL is no address: the homeserver cannot reach the bot",
                             "set it to the address by which the homeserver reaches us"));
  else if (own->scheme != "https" && !http::is_loopback_host(own->host))
    checks.push_back(warning("ALLYBOT_PUBLIC_URL is not https: the token and what people write travel readable",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
  if (check_token(api, kAsToken, user_id, checks)) check_ping(api, public_url, checks);
  return checks;
}

}  // namespace allybot::platforms::matrix
