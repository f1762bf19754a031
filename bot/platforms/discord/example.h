// Where cards are drawn as Discord would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/discord/route.h"
#include "bot/platforms/example.h"

namespace allybot::platforms::discord {

inline Example example() {
  return example_in(kPlatform, "100000000000000001", "100000000000000002", "100000000000000003",
                    Route{Asked::Command, {}, {}, false, {}}.text());
}

}  // namespace allybot::platforms::discord
