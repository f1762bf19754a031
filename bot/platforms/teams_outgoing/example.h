// Where cards are drawn as an outgoing webhook of Teams answers them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/teams_outgoing/webhooks.h"

namespace allybot::platforms::teams_outgoing {

inline Example example() { return example_in(kPlatform, "engineering", "19:example@thread.tacv2", "29:example", {}); }

}  // namespace allybot::platforms::teams_outgoing
