// What a member who is typing may post in their own name: items that fit the words, or some that suit them before there are any.
// Must never note what was looked for, or call an item seen that was only listed.
#pragma once

#include "bot/core/inbound.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// Offers; an Answer with a sentence when nothing fits.
Reply offer(const Call& call, const Search& asked);

}  // namespace allybot::handlers
