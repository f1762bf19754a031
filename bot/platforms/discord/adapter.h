// Discord: the adapter's one door to the rest of the bot.
// Must never need the gateway: commands, presses and forms come over HTTP, and no message of anybody is ever read.
#pragma once

#include "bot/platforms/registration.h"

namespace allybot::platforms::discord {

const Platform& declaration();
Registration registration();

}  // namespace allybot::platforms::discord
