// /healthz on the public port; /readyz and /metrics on the operations address.
// Must never be reachable by strangers but for /healthz, and never show a secret.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/http/receiver.h"
#include "bot/library/library.h"

namespace allybot::app {

/// What /readyz tells.
struct Readiness {
  bool ready = true;
  std::size_t live = 0;
  std::vector<library::Quarantined> quarantined;
  std::string revision;
  std::vector<std::pair<std::string, std::string>> platforms;  ///< name, "on" or "off: why"
  std::vector<std::string> warnings;
  std::string version;
  std::string zone_database;
};
/// {"ready":true,"content":{"live":330,"quarantined":[...]},"platforms":{"slack":"on"},"warnings":[]}
std::string to_json(const Readiness& readiness);

http::Route healthz();
std::vector<http::Route> operations_routes(std::function<Readiness()> readiness, std::function<std::string()> metrics);

}  // namespace allybot::app
