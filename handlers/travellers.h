// Members' own nudges go with them: where the platform tells the member's zone and nothing else was chosen, it is asked again
// about once a day, and the nudges follow.
// Must never touch a plan whose zone somebody chose, nor what is claimed already.
#pragma once

#include "handlers/dispatch.h"

namespace allybot::handlers {

/// Asks about a few members, those longest ago first; how many plans have another zone now. Blocks: for a worker, once a minute.
Result<std::size_t> follow_travellers(const Services& services);

}  // namespace allybot::handlers
