// What Webex takes at most, as data. https://developer.webex.com/docs/buttons-and-cards
// Must never hold logic.
#pragma once

#include <cstddef>

#include "bot/platforms/cut.h"

namespace allybot::platforms::webex {

// No limit is published for a card; a text may have 7,439 bytes.
inline constexpr Limit kMessage{"text", 20000, Unit::Bytes};
inline constexpr Limit kFallback{"fallback", 800};
inline constexpr std::size_t kActions = 5;      // of one card
inline constexpr Limit kButtons{"buttons", 9};  // four, and five behind the fifth
inline constexpr Limit kPlaceName{"asked in", 80};

inline constexpr std::size_t kMostBodyBytes = 64U << 10U;

}  // namespace allybot::platforms::webex
