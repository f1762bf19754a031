// How Webex shows Adaptive Cards, and what their buttons send. https://developer.webex.com/docs/buttons-and-cards
// Must never write a card itself: bot/platforms/adaptive_card.h does.
#pragma once

#include "bot/platforms/adaptive_card.h"

namespace allybot::platforms::webex {

// Webex hands these back among the values of inputs.
inline constexpr const char* kValue = "allybot_value";
inline constexpr const char* kPlace = "allybot_place";
inline constexpr const char* kKind = "allybot_kind";
inline constexpr const char* kKindForm = "form";

const CardDialect& card_dialect();

}  // namespace allybot::platforms::webex
