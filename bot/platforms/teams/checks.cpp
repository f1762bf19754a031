#include "bot/platforms/teams/checks.h"

#include "bot/platforms/check_levels.h"
#include "bot/platforms/teams/route.h"
#include "bot/platforms/teams/settings.h"

namespace allybot::platforms::teams {
namespace {

// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
constexpr struct {
  std::string_view code, mend;
} kEntra[] = {
    {"AADSTS7000215", "TEAMS_CLIENT_SECRET is wrong: copy the secret's value (not its id) from Entra, Certificates and secrets"},
    {"AADSTS7000222", "TEAMS_CLIENT_SECRET has ended: make a new one in Entra, Certificates and secrets"},
    {"AADSTS700016", "TEAMS_CLIENT_ID is no app of TEAMS_TENANT_ID: compare both with the app's Overview page in Entra"},
    {"AADSTS90002", "TEAMS_TENANT_ID is no tenant of this cloud: copy it from Entra's Overview page, and look at TEAMS_CLOUD"},
    {"AADSTS7000229", "the app has no service principal in the tenant: open Entra, Enterprise applications, and add it"},
};

Check check_token(TokenSource& tokens) {
  const TokenSource::Given given = tokens.get();
  if (given.token) return good("Microsoft gives the app a token");
  if (given.why.kind != SendOutcome::Kind::TokenDead)
    return failure("Microsoft's login does not answer: " + given.why.reason,
                   "see that this machine may reach it; a proxy is named by HTTPS_PROXY");
  const std::string code = given.code.empty() ? given.why.reason : given.why.reason + ", " + given.code;
  for (const auto& row : kEntra)
    if (row.code == given.code) return failure("Microsoft refuses the app (" + code + ")", std::string(row.mend));
  return failure("Microsoft refuses the app (" + code + ")",
                 "compare TEAMS_CLIENT_ID, TEAMS_TENANT_ID and TEAMS_CLIENT_SECRET with the app's pages in Entra");
}

void check_address(const CheckInput& input, std::vector<Check>& checks) {
  const auto own = http::parse_url(input.public_url);
  if (!own || own->scheme != "https") {
    checks.push_back(failure("ALLYBOT_PUBLIC_URL is no https address: Teams cannot reach the bot",
                             "put a TLS proxy in front (deploy/nginx.conf) and set the https address"));
    return;
  }
  checks.push_back(good("The bot registration's messaging endpoint has to be " + input.public_url + kMessagesPath +
                        " (only Microsoft's portal shows what it is)"));
}

}  // namespace

bool fetch_keys(SigningKeys& keys, http::Client& client, TimePoint now) {
  for (int step = 0; step < 2; ++step) {  // where they are, and then they themselves
    const auto fetch = keys.due(now);
    if (!fetch || !keys.fetched(fetch->purpose, client.send(fetch->request))) break;
  }
  return keys.count() > 0;
}

std::vector<Check> find_out(TokenSource& tokens, SigningKeys& keys, http::Client& client, const CheckInput& input,
                            TimePoint now) {
  std::vector<Check> checks;
  check_address(input, checks);
  checks.push_back(check_token(tokens));
  if (fetch_keys(keys, client, now))
    checks.push_back(good(std::to_string(keys.count()) + " keys of Microsoft's prove what comes in (cloud " + input.cloud + ")"));
  else
    checks.push_back(failure("the keys that prove what comes in cannot be had",
                             std::string("see that this machine may reach Microsoft's login, and that ") + kCloud +
                                 " names the cloud of your tenant"));
  if (!input.has_admins)
    checks.push_back(warning(std::string(kAdmins) + " is empty: Teams tells no bot who is an administrator",
                             "put the Entra object ids of those who may name leads there, comma-separated"));
  return checks;
}

}  // namespace allybot::platforms::teams
