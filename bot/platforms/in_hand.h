// The usual case of the port: proof and parsing that need no fetch, and a request that is one thing.
// Must never prove or read anything itself.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

inline Result<std::variant<Authentic, Fetch>> in_hand(Result<Authentic> proven) {
  if (!proven) return tl::unexpected(std::move(proven.error()));
  return std::variant<Authentic, Fetch>(std::move(*proven));
}

inline Result<std::variant<std::vector<Inbound>, Fetch>> in_hand(Inbound one) {
  std::vector<Inbound> all;
  all.push_back(std::move(one));
  return std::variant<std::vector<Inbound>, Fetch>(std::move(all));
}

}  // namespace allybot::platforms
