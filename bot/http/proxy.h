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

/// HTTPS_PROXY and NO_PROXY, as read once.
class ProxyRules {
 public:
  ProxyRules() = default;
  /// `https_proxy` is "http://[user:password@]host[:port]"; `no_proxy` is a list of hosts and domains, or "*".
  /// Invalid when the first cannot be read; the error repeats nothing of it.
  static Result<ProxyRules> parse(std::string_view https_proxy, std::string_view no_proxy);
  /// From HTTPS_PROXY and NO_PROXY, or their names in lower case.
  static Result<ProxyRules> from_environment();

  std::optional<Proxy> proxy_for(const Url& url) const;

 private:
  std::optional<Proxy> proxy_;
  std::vector<std::string> direct_;  ///< hosts and domains without a dot in front; "*" for all
};

}  // namespace allybot::http
