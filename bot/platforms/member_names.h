// Members in cards: a run "<@ID>" is shown by the name that an adapter knows.
// Must never call anybody, and never keep a name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/card.h"

namespace allybot::platforms {

/// The card with each run "<@ID>" as `shown_as` says; an unknown id stays as it is.
Card with_member_names(Card card, const std::function<std::optional<std::string>(std::string_view id)>& shown_as);

}  // namespace allybot::platforms
