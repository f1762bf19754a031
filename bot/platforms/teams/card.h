// How Teams shows Adaptive Cards, and what their buttons send.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
// Must never write a card itself: bot/platforms/adaptive_card.h does.
#pragma once

#include "bot/platforms/adaptive_card.h"

namespace allybot::platforms::teams {

// What the data of our buttons holds beside the values of inputs: {"allybot":{"v":value,"c":place,"k":"f"}}.
inline constexpr const char* kOurs = "allybot";
inline constexpr const char* kValue = "v";
inline constexpr const char* kPlace = "c";
inline constexpr const char* kKind = "k";
inline constexpr const char* kKindForm = "f";

const CardDialect& card_dialect();
/// The same without a message around it.
const CardDialect& attachment_dialect();

}  // namespace allybot::platforms::teams
