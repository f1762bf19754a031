// /ally tip [words]: one thing to do this week.
// Must never show the source's number without its caveat: the card does that.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> tip(const Call& call);

}  // namespace allybot::handlers
