// Platforms on which everybody in the channel reads what the bot answers, because it can speak to nobody alone.
// Must never name one: what an adapter declares decides.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// Such a platform is answered inside the request alone: there is nobody to write to later, or by itself.
inline bool answers_openly(const Capabilities& able) { return able.hears && !able.private_answers && !able.direct_messages; }

}  // namespace allybot::platforms
