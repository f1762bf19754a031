// /ally schedule zone|language|region: what holds for all that a channel sees, set by its leads.
// Must never change a plan that exists: its zone was said when it was saved.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> channel_zone(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> channel_language(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> channel_region(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
