// Where cards are drawn as Teams would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {

inline Example example() {
  return example_in(kPlatform, "aaaa0000-0000-0000-0000-000000000001", "19:example@thread.tacv2", "29:example",
                    Route{Asked::Command, {}, {}, "General"}.text());
}

}  // namespace allybot::platforms::teams
