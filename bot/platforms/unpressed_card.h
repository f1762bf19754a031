// A card as a message of Teams in which nobody can press: posted by a workflow, or answered by an outgoing webhook.
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
// Must never hold a button that is no link.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms {

inline constexpr std::size_t kMostUnpressedBytes = 27000;  // 28 KB for all of it
inline constexpr std::size_t kMostUnpressedLinks = 18;

/// JSON of the message, its other buttons left out.
std::string unpressed_message(const Card& card, Cutter& cutter);
/// What would be cut of the card.
std::vector<CardFault> unpressed_faults(const Card& card);
/// What holds wherever cards are shown so.
Capabilities unpressed_capabilities();

}  // namespace allybot::platforms
