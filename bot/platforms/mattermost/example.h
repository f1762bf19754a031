// Where cards are drawn as Mattermost would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/mattermost/route.h"

namespace allybot::platforms::mattermost {

inline Example example() {
  return example_in(kPlatform, "exampleteam000000000000000", "examplechannel000000000000", "examplemember0000000000000",
                    Route{Asked::Command, Shown::Ephemeral, {}, {}, {}}.text());
}

}  // namespace allybot::platforms::mattermost
