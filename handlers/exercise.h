// /ally exercise [words]: a few steps to do alone, in pairs or in a group.
// Must never ask anybody to tell others what they wrote.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> exercise(const Call& call);

}  // namespace allybot::handlers
