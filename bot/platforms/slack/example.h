// Where cards are drawn as Slack would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/slack/route.h"

namespace allybot::platforms::slack {

inline Example example() {
  return example_in(kPlatform, "T000EXAMPLE", "C000EXAMPLE", "U000EXAMPLE", Route{Asked::Command, {}, {}, {}}.text());
}

}  // namespace allybot::platforms::slack
