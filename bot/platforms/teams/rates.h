// How many messages Teams takes: for a conversation 7 in a second, 60 in half a minute, 1,800 in an hour; for an app in a tenant
// 30 in any second, so none at once. Must never hold logic.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::teams {

inline constexpr PostRates kPostRates{{1, milliseconds(2000), 7}, {30, milliseconds(1000)}, {}, PostRates::Refusal::Channel};

}  // namespace allybot::platforms::teams
