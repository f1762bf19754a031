// /ally pledge [words]: one if-then promise to oneself.
// Must never keep who took a pledge.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> pledge(const Call& call);

}  // namespace allybot::handlers
