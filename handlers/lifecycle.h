// What follows when the bot is added, removed, or its channel or workspace goes.
// Must never post into a channel unasked: the introduction goes to who added the bot, once.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// In one transaction. HomeOpened is not for here: it has an answer.
Result<void> place_changed(const Call& call, const Lifecycle& change);

}  // namespace allybot::handlers
