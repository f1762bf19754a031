// /ally say [words]: words for an awkward moment: now, afterwards, with a manager.
// Must never be taken for a place to report: the card says so first and names who can help.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> say(const Call& call);

}  // namespace allybot::handlers
