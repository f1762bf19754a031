// What a lead should know of a plan at the moment of saving: another one in the same hour, more than the channel bears.
// Must never refuse: the lead decides.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Adds a paragraph for each, or nothing.
Result<void> add_notices(Card& card, const Call& call, const store::Plan& plan, store::Reader& reader);

}  // namespace allybot::handlers
