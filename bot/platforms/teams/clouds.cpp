#include "bot/platforms/teams/clouds.h"

#include <algorithm>

#include "bot/http/ascii.h"
#include "bot/http/message.h"
#include "bot/platforms/teams/settings.h"

namespace allybot::platforms::teams {
namespace {

constexpr std::size_t kMostUrl = 512;

// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages (service addresses)
struct Row {
  std::string_view name, login, tenant, openid, issuer, scope, service, host;
};
constexpr std::string_view kPublicOpenid = "https://login.botframework.com";
constexpr std::string_view kPublicIssuer = "https://api.botframework.com";
constexpr std::string_view kUsLogin = "https://login.microsoftonline.us";
constexpr std::string_view kUsTenant = "MicrosoftServices.onmicrosoft.us";
constexpr std::string_view kUsOpenid = "https://login.botframework.azure.us";
constexpr std::string_view kUsIssuer = "https://api.botframework.us";

/// An empty tenant is the customer's own. Nobody publishes service addresses of "dod" and "china": the settings have to.
constexpr Row kRows[] = {
    {"public", "https://login.microsoftonline.com", "", kPublicOpenid, kPublicIssuer, "https://api.botframework.com",
     "https://smba.trafficmanager.net/teams/", "smba.trafficmanager.net"},
    {"gcc", "https://login.microsoftonline.com", "", kPublicOpenid, kPublicIssuer, "https://api.botframework.com",
     "https://smba.infra.gcc.teams.microsoft.com/gcc/", "smba.infra.gcc.teams.microsoft.com"},
    {"gcchigh", kUsLogin, kUsTenant, kUsOpenid, kUsIssuer, "https://api.botframework.us",
     "https://smba.infra.gov.teams.microsoft.us/gcch/", "smba.infra.gov.teams.microsoft.us"},
    {"dod", kUsLogin, kUsTenant, kUsOpenid, kUsIssuer, "https://api.botframework.us", "", ""},
    {"china", "https://login.partner.microsoftonline.cn", "microsoftservices.partner.onmschina.cn",
     "https://login.botframework.azure.cn", "https://api.botframework.azure.cn", "https://api.botframework.azure.cn", "", ""},
};

tl::unexpected<Error> wrong(const std::string& sentence) { return fail(Code::Invalid, sentence); }

/// With a slash at the end; empty when it is no address that may be called.
std::string base_of(std::string url) {
  const auto read = http::parse_url(url);
  if (!read || read->path_and_query.find('?') != std::string::npos || url.find('#') != std::string::npos) return {};
  if (read->scheme != "https" && !http::is_loopback_host(read->host)) return {};
  if (url.back() != '/') url += '/';
  return url;
}

}  // namespace

Result<Cloud> make_cloud(const CloudInput& input) {
  const std::string wanted = input.name.empty() ? std::string(kRows[0].name) : http::lower_case(input.name);
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.name == wanted; });
  if (row == std::end(kRows)) return wrong(std::string(kCloud) + " must be public, gcc, gcchigh, dod or china.");

  Cloud cloud;
  cloud.name = row->name;
  cloud.issuer = row->issuer;
  cloud.scope = std::string(row->scope) + "/.default";
  if (!row->host.empty()) cloud.hosts.emplace_back(row->host);
  if (row->name == "public") cloud.hosts.emplace_back(kRows[1].host);  // what a GCC tenant is told to use
  std::string login = std::string(row->login) + '/';
  std::string openid = std::string(row->openid) + '/';
  if (!input.login_url.empty()) {
    login = openid = base_of(input.login_url);
    if (login.empty()) return wrong(std::string(kLoginUrl) + " must be an https address without a question mark.");
  }
  cloud.openid_url = openid + "v1/.well-known/openidconfiguration";
  cloud.token_url = login + (row->tenant.empty() ? input.tenant : std::string(row->tenant)) + "/oauth2/v2.0/token";
  cloud.service_url = row->service;
  if (!input.service_url.empty()) {
    cloud.service_url = base_of(input.service_url);
    if (cloud.service_url.empty()) return wrong(std::string(kServiceUrl) + " must be an https address without a question mark.");
  }
  if (cloud.service_url.empty())
    return wrong(std::string(kServiceUrl) + " is needed for the cloud " + cloud.name +
                 ": the service address that Microsoft told you for its Teams.");
  return cloud;
}

ServiceHosts::ServiceHosts(const Cloud& cloud) : hosts_(cloud.hosts) {
  const auto own = http::parse_url(cloud.service_url);
  if (!own) return;
  own_host_ = own->host;
  own_port_ = own->port;
  loopback_ = http::is_loopback_host(own_host_);
}

bool ServiceHosts::allow(std::string_view url) const {
  if (url.size() > kMostUrl || url.find_first_of("?#") != std::string_view::npos) return false;
  const auto read = http::parse_url(url);
  if (!read) return false;
  if (read->host == own_host_ && read->port == own_port_) return read->scheme == "https" || loopback_;
  return read->scheme == "https" && read->port == 443 && std::find(hosts_.begin(), hosts_.end(), read->host) != hosts_.end();
}

bool same_service(std::string_view one, std::string_view other) {
  const auto bare = [](std::string_view url) { return url.substr(0, url.size() - (!url.empty() && url.back() == '/' ? 1 : 0)); };
  return http::equal_ignoring_case(bare(one), bare(other));
}

}  // namespace allybot::platforms::teams
