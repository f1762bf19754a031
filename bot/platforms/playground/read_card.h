// A message of the bot as the card that it was made of, to be shown on other platforms.
// Must never sign anything: what a button asks for is read, and another platform's button has a signature of its own.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "bot/core/card.h"

namespace allybot::platforms::playground {

/// Of what card_content() made; nothing for what a member typed. `open` reads a button's signed value.
std::optional<Card> read_card(std::string_view content, const std::function<Action(std::string_view value)>& open);

}  // namespace allybot::platforms::playground
