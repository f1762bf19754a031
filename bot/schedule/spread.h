// How much later than its plan says a member's own nudge comes, so that ten thousand who asked for 9:00 are not all due at once.
// Must never move a channel's nudge, and never give one member two different moments.
#pragma once

#include <chrono>

#include "bot/core/id.h"
#include "bot/core/time.h"

namespace allybot::schedule {

/// The longest shift. 10,000 members at one time of day make some 220 posts a minute: a workspace takes several hundred.
inline constexpr std::chrono::minutes kSpread{45};

/// For a member's own conversation ("@member"): whole seconds below kSpread, always the same for the same member. Zero for a
/// channel.
milliseconds spread_of(const ChannelKey& channel);

}  // namespace allybot::schedule
