// The version as people and /readyz see it; CMake sets the number.
// Must never be compared with to decide behaviour.
#pragma once

namespace allybot::app {
#ifndef ALLYBOT_VERSION
#define ALLYBOT_VERSION "0.1.0"
#endif
inline constexpr const char* kVersion = ALLYBOT_VERSION;
}  // namespace allybot::app
