#include "bot/http/proxy.h"

#include <algorithm>
#include <cstdlib>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::http {
namespace {

std::string variable(const char* upper, const char* lower) {
  for (const char* name : {upper, lower})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  return {};
}

/// Percent-decoded, as user and password stand in an address.
std::string decoded(std::string_view text) {
  // form_field() reads '+' as a space, so it is hidden from it.
  std::string encoded = "v=";
  for (const char c : text) encoded += c == '+' ? std::string("%2B") : std::string(1, c);
  return form_field(encoded, "v").value_or("");
}

bool is_within(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size() || host.substr(host.size() - domain.size()) != domain) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

Result<ProxyRules> ProxyRules::parse(std::string_view https_proxy, std::string_view no_proxy) {
  ProxyRules rules;
  for (std::string_view entry : split(no_proxy, ',')) {
    entry = trim(entry);
    if (!entry.empty() && entry.front() == '.') entry.remove_prefix(1);
    if (!entry.empty()) rules.direct_.push_back(lower_case(entry));
  }
  if (https_proxy.empty()) return rules;

  std::string address(https_proxy.find("://") == std::string_view::npos ? "http://" + std::string(https_proxy) : https_proxy);
  Proxy proxy;
  const std::size_t start = address.find("://") + 3;
  if (const std::size_t at = address.find('@', start); at != std::string::npos) {
    const std::string_view credentials = std::string_view(address).substr(start, at - start);
    const std::size_t colon = std::min(credentials.find(':'), credentials.size());
    proxy.user = decoded(credentials.substr(0, colon));
    proxy.password = Secret(decoded(credentials.substr(std::min(colon + 1, credentials.size()))));
    address.erase(start, at + 1 - start);
  }
  const auto url = parse_url(address);
  if (!url || url->scheme != "http") return fail(Code::Invalid, "HTTPS_PROXY is not of the form http://host:port");
  proxy.host = url->host;
  proxy.port = url->port;
  rules.proxy_ = std::move(proxy);
  return rules;
}

Result<ProxyRules> ProxyRules::from_environment() {
  return parse(variable("HTTPS_PROXY", "https_proxy"), variable("NO_PROXY", "no_proxy"));
}

std::optional<Proxy> ProxyRules::proxy_for(const Url& url) const {
  if (!proxy_ || url.scheme != "https" || is_loopback_host(url.host)) return std::nullopt;
  const std::string with_port = url.host + ':' + std::to_string(url.port);
  const bool direct = std::any_of(direct_.begin(), direct_.end(), [&](const std::string& entry) {
    return entry == "*" || is_within(url.host, entry) || is_within(with_port, entry);
  });
  return direct ? std::nullopt : proxy_;
}

}  // namespace allybot::http
