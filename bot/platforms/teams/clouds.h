// Microsoft's clouds, as data: who signs what comes in, where tokens are had, and which hosts may be called.
// Must never let an address that came in a request decide where our token goes: ServiceHosts does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/result.h"

namespace allybot::platforms::teams {

/// What the settings make of one cloud.
struct Cloud {
  std::string name;  ///< "public", "gcc", "gcchigh", "dod", "china"
  std::string openid_url;
  std::string issuer;
  std::string token_url;
  std::string scope;
  std::string service_url;         ///< ends in a slash; where to post when no message has told an address yet
  std::vector<std::string> hosts;  ///< that may be called with our token
};

struct CloudInput {
  std::string name, tenant;
  std::string service_url, login_url;  ///< empty: Microsoft's
};
/// Invalid with a sentence when the cloud is unknown or an address cannot be right.
Result<Cloud> make_cloud(const CloudInput& input);

/// Where messages may be posted (DESIGN.md 2.4): the cloud's published hosts and the one that the settings name.
class ServiceHosts {
 public:
  explicit ServiceHosts(const Cloud& cloud);
  bool allow(std::string_view url) const;

 private:
  std::vector<std::string> hosts_;
  std::string own_host_;
  int own_port_ = 0;
  bool loopback_ = false;
};

/// Equal but for case and one slash at the end.
bool same_service(std::string_view one, std::string_view other);

}  // namespace allybot::platforms::teams
