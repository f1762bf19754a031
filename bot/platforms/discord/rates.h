// How many messages Discord takes: fifty calls a second for the bot, and what a channel has long taken; its headers tell more,
// and rest_api.h minds them. Must never hold logic. https://docs.discord.com/developers/topics/rate-limits
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::discord {

inline constexpr PostRates kPostRates{{5, milliseconds(5000), 5}, {}, {50, milliseconds(1000), 10}, PostRates::Refusal::Channel};

}  // namespace allybot::platforms::discord
