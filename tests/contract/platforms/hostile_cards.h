// Cards as nobody should write them, for every platform to survive.
// Must never link anywhere but to https://example.org/.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/core/card.h"

namespace allybot::platforms::contract {

/// A card as a tip's, with a button of each binding.
Card plain_card();
/// By what is hostile about them.
std::vector<std::pair<std::string, Card>> hostile_cards();

}  // namespace allybot::platforms::contract
