// What a member types to get what a button would give them, for where nobody can press.
// Must never name a channel or a person: it is shown to everybody in a room.
#pragma once

#include <string>

#include "bot/core/card.h"

namespace allybot::handlers {

/// "tip say-whose-idea"; empty for what can only be pressed.
std::string typed_for(const Action& action);

}  // namespace allybot::handlers
