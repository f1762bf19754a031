// How many posts a platform takes, as it publishes it, in words that no platform owns.
// Must never hold logic: bot/schedule/gate.h keeps to it.
#pragma once

#include "bot/core/time.h"

namespace allybot {

/// So many in so long a time on average, and at most `burst` at once. `many` 0: no limit is known.
struct Rate {
  int many = 0;
  milliseconds in{1000};
  int burst = 1;
};

/// The limits of the one call that posts a message.
struct PostRates {
  Rate channel, workspace, platform;
  /// What stands still when the platform refuses a post as one too many.
  enum class Refusal { Channel, Workspace, Platform };
  Refusal refusal = Refusal::Channel;
};

}  // namespace allybot
