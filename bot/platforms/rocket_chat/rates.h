// How many messages a Rocket.Chat server takes: five a second of one user, but for those with the role bot, who are not counted.
// The ten calls a minute that everybody else has would hold up a company's answers; doctor asks for the role.
// Must never hold logic.
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::rocket_chat {

inline constexpr PostRates kPostRates{{}, {}, {5, milliseconds(1000), 5}, PostRates::Refusal::Platform};

}  // namespace allybot::platforms::rocket_chat
