// What Zulip takes at most, as data. It cuts what is longer instead of refusing it (zerver/lib/message.py).
// Must never hold logic. Zulip counts code points.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::zulip {

inline constexpr Limit kMessage{"text", 9700};  // of 10,000; the rest is for the line that says where it was asked
inline constexpr Limit kAskedIn{"asked in", 200};
inline constexpr Limit kTitle{"title", 300};
inline constexpr Limit kTopic{"topic", 60};

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;

}  // namespace allybot::platforms::zulip
