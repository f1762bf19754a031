// Which proxy an address is reached through, by the environment variables that other programs honour too.
// Must never send what goes to this machine through a proxy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::http {

struct Proxy {
  std::string host;
  int port = 0;
  std::string user;  ///< empty: no authentication
  Secret password;
};

/// HTTPS_PROXY and NO_PROXY, as read once. HTTP_PROXY is for http addresses, and the bot calls none beyond this machine.
class ProxyRules {
 public:
  ProxyRules() = default;
  /// `https_proxy` is "http://[user:password@]host[:port]"; `no_proxy` is "*", or a list of hosts and domains ("example.com",
  /// ".example.com", "*.example.com"), addresses and networks ("10.0.0.7", "10.0.0.0/8", "fd00::/8"), each but a network with a
  /// port if only that one is meant. Invalid when the first cannot be read; the error repeats nothing of it.
  static Result<ProxyRules> parse(std::string_view https_proxy, std::string_view no_proxy);
  /// From HTTPS_PROXY and NO_PROXY, or their names in lower case.
  static Result<ProxyRules> from_environment();

  const std::optional<Proxy>& proxy() const { return proxy_; }
  /// Names are compared as they are written: nothing is looked up.
  std::optional<Proxy> proxy_for(const Url& url) const;

 private:
  /// What is reached without the proxy.
  struct Direct {
    std::string domain;  ///< without a dot in front; empty for a network
    std::string network;
    std::size_t bits = 0;
    int port = 0;  ///< 0: any
  };
  static std::optional<Direct> read_direct(std::string_view entry);
  static bool covers(const Direct& entry, const Url& url, const std::string& address);

  std::optional<Proxy> proxy_;
  bool all_direct_ = false;
  std::vector<Direct> direct_;
};

}  // namespace allybot::http
