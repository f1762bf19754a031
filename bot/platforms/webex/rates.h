// How many messages Webex takes: it publishes no number, and refuses all of a bot's calls for a while when they were too many.
// Must never hold logic. https://developer.webex.com/docs/basics (rate limiting)
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::webex {

inline constexpr PostRates kPostRates{{}, {}, {}, PostRates::Refusal::Platform};

}  // namespace allybot::platforms::webex
