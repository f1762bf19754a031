// /ally story [words]: a question to start a conversation with.
// Must never ask for a name: the idea is shared, not who had it.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> story(const Call& call);

}  // namespace allybot::handlers
