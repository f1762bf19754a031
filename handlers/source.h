// /ally source id: where a number comes from, how sure we are, and what to mind.
// Must never show a number without its caveat.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> source(const Call& call);

}  // namespace allybot::handlers
