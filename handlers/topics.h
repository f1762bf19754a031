// /ally topics: what there is to ask about.
// Must never list a topic that no live item has.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> topics(const Call& call);

}  // namespace allybot::handlers
