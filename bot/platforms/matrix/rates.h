// How many messages a homeserver takes: each sets limits of its own and publishes none; an application service is as a rule
// registered without (rate_limited: false). Where there is one it counts what one account sends, so all of it stands still.
// Must never hold logic.
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::matrix {

inline constexpr PostRates kPostRates{{}, {}, {}, PostRates::Refusal::Platform};

}  // namespace allybot::platforms::matrix
