// What Rocket.Chat takes at most, as data: a message has 5,000 UTF-16 units unless an administrator changed that, and a longer
// one is refused. Must never hold logic.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::rocket_chat {

inline constexpr std::size_t kServerTakes = 5000;
inline constexpr Limit kMessage{"text", 4800, Unit::Utf16};  // the rest is for the line that says where it was asked
inline constexpr Limit kAskedIn{"asked in", 150, Unit::Utf16};
inline constexpr Limit kTitle{"title", 300};

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;

}  // namespace allybot::platforms::rocket_chat
