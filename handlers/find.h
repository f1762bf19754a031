// /ally find words: what the library has on something, each with a button to open it.
// Must never answer with nothing to do next.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> find(const Call& call);

}  // namespace allybot::handlers
