// What each platform takes by its own word, known ahead; the tables are in the platforms' folders, in rates.h.
// Must never hold a number itself.
#pragma once

#include "bot/core/id.h"
#include "bot/core/rates.h"

namespace allybot::platforms {

/// No limits for a platform that publishes none.
PostRates post_rates_of(const PlatformId& platform);

}  // namespace allybot::platforms
