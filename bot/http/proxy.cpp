#include "bot/http/proxy.h"

#include <arpa/inet.h>

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

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' && host.back() == ']' ? host.substr(1, host.size() - 2) : host;
}

/// The 4 or 16 bytes of an address in numbers; empty for a name.
std::string address_of(std::string_view host) {
  const std::string text(without_brackets(host));
  std::string bytes(4, '\0');
  if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return bytes;
  bytes.resize(16);
  return ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1 ? bytes : std::string();
}

bool is_in_network(std::string_view address, std::string_view network, std::size_t bits) {
  if (address.size() != network.size()) return false;
  for (std::size_t i = 0; i < bits; ++i)
    if (((address[i / 8] ^ network[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
  return true;
}

}  // namespace

std::optional<ProxyRules::Direct> ProxyRules::read_direct(std::string_view entry) {
  Direct direct;
  if (const std::size_t slash = entry.find('/'); slash != std::string_view::npos) {
    std::int64_t bits = 0;
    direct.network = address_of(entry.substr(0, slash));
    if (!parse_number(entry.substr(slash + 1), bits) || bits < 0 || bits > static_cast<std::int64_t>(direct.network.size() * 8) ||
        direct.network.empty())
      return std::nullopt;
    direct.bits = static_cast<std::size_t>(bits);
    return direct;
  }
  direct.network = address_of(entry);
  if (const std::size_t colon = entry.rfind(':'); direct.network.empty() && colon != std::string_view::npos) {
    std::int64_t port = 0;
    if (!parse_number(entry.substr(colon + 1), port) || port < 1 || port > 65535) return std::nullopt;
    direct.port = static_cast<int>(port);
    entry = entry.substr(0, colon);
    direct.network = address_of(entry);
  }
  direct.bits = direct.network.size() * 8;
  if (!direct.network.empty()) return direct;
  if (entry.substr(0, 2) == "*.") entry.remove_prefix(1);
  if (entry.substr(0, 1) == ".") entry.remove_prefix(1);
  if (entry.empty()) return std::nullopt;
  direct.domain = lower_case(entry);
  return direct;
}

bool ProxyRules::covers(const Direct& entry, const Url& url, const std::string& address) {
  if (entry.port != 0 && entry.port != url.port) return false;
  if (!address.empty()) return is_in_network(address, entry.network, entry.bits);
  return !entry.domain.empty() && is_within(url.host, entry.domain);
}

Result<ProxyRules> ProxyRules::parse(std::string_view https_proxy, std::string_view no_proxy) {
  ProxyRules rules;
  for (std::string_view entry : split(no_proxy, ',')) {
    entry = trim(entry);
    if (entry == "*") rules.all_direct_ = true;
    if (auto direct = read_direct(entry)) rules.direct_.push_back(std::move(*direct));
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
  if (!proxy_ || all_direct_ || url.scheme != "https" || is_loopback_host(url.host)) return std::nullopt;
  const std::string address = address_of(url.host);
  const bool direct =
      std::any_of(direct_.begin(), direct_.end(), [&](const Direct& entry) { return covers(entry, url, address); });
  return direct ? std::nullopt : proxy_;
}

}  // namespace allybot::http
