// *Useful* and *Not for me*: a private verdict.
// Must never be shown to anybody with the name of who gave it.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> useful(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> not_for_me(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
