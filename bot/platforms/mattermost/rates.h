// How many calls a Mattermost server takes where its admin has switched limits on: by default ten a second for each user, a
// hundred at once. Must never hold logic.
// https://docs.mattermost.com/administration-guide/configure/rate-limiting-configuration-settings.html
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::mattermost {

inline constexpr PostRates kPostRates{{}, {}, {10, milliseconds(1000), 100}, PostRates::Refusal::Platform};

}  // namespace allybot::platforms::mattermost
