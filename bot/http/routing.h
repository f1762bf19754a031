// Which route a request belongs to, or with which status it is refused before its body is read.
// Must never look at more than method, path, media type, encoding and size.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/http/receiver.h"

namespace allybot::http {

struct Decision {
  const Route* route = nullptr;  ///< null when refused
  int refusal = 0;               ///< 404, 405, 415 or 413, in this order
  std::string_view allow;        ///< for 405: "GET, HEAD"
  std::string_view label;        ///< path of the route for metrics, never the path of the request; "none" for 404
};

/// Any thread may ask it.
class RouteTable {
 public:
  explicit RouteTable(std::vector<Route> routes);
  RouteTable(const RouteTable&) = delete;
  RouteTable& operator=(const RouteTable&) = delete;

  Decision decide(const RawRequest& head, std::optional<std::uint64_t> content_length) const;

 private:
  /// All routes of one path.
  struct Place {
    std::vector<const Route*> routes;
    std::string allow;
    std::string label;
  };
  const Place* find(std::string_view path) const;

  std::vector<Route> routes_;
  std::map<std::string, Place, std::less<>> exact_;
  std::vector<std::pair<std::string, Place>> prefixes_;  ///< longest first
};

}  // namespace allybot::http
