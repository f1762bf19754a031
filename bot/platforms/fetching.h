// What the app and an adapter agree on about what has to be fetched before a request can be read.
// Must never hold what one platform alone needs.
#pragma once

namespace allybot::platforms {

/// For one request; more is a loop.
inline constexpr int kMostFetches = 4;

/// A mark of adapters whose platform tells of a thing by its id and once, and takes no answer in the request: what is not told
/// for now is asked for again, within bounds, and the request is acknowledged meanwhile.
class AsksAgain {
 public:
  virtual ~AsksAgain() = default;
};

}  // namespace allybot::platforms
