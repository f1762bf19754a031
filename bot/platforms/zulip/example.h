// Where cards are drawn as Zulip would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {

inline Example example() { return example_in(kPlatform, "example", "7", "5", Route{false, "general"}.text()); }

}  // namespace allybot::platforms::zulip
