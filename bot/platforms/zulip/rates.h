// How many calls a Zulip server takes: by default no more than 200 of one user in any minute. Must never hold logic.
// https://zulip.com/api/http-headers
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::zulip {

inline constexpr PostRates kPostRates{{}, {}, {150, milliseconds(60000), 50}, PostRates::Refusal::Platform};

}  // namespace allybot::platforms::zulip
