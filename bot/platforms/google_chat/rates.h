// How many messages Google Chat takes: one write a second for a space, shared by all apps in it, and 3,000 a minute for a
// project. Must never hold logic. https://developers.google.com/workspace/chat/limits
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::google_chat {

inline constexpr PostRates kPostRates{
    {1, milliseconds(1000), 1}, {}, {3000, milliseconds(60000), 50}, PostRates::Refusal::Channel};

}  // namespace allybot::platforms::google_chat
