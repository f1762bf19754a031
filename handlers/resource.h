// /ally resource [words]: something to read, watch or join, with how long it takes and what it costs.
// Must never show a resource without its publisher and its link.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> resource(const Call& call);

}  // namespace allybot::handlers
