// Quiet until Monday: anyone in a channel may ask for it, nobody is told who did; and what leads let a channel bear in a week.
// Must never keep who asked, and never go beyond the days that the leads allow.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Asks for the role only where it matters: to end a quiet.
Result<Prepared> prepare_quiet(const Call& call);
/// "", "until Friday", "off"; the button on a nudge is the first. In the member's own conversation it is a snooze.
Result<Reply> quiet(const Call& call, const Prepared& prepared, store::Writer& tx);

/// How many nudges a week the place bears; without a number: how it stands.
Result<Reply> channel_budget(const Call& call, const Prepared& prepared, store::Writer& tx);
/// How many days of quiet anyone there may ask for; without a number: how it stands.
Result<Reply> channel_quiet(const Call& call, const Prepared& prepared, store::Writer& tx);

/// "Quiet until Mon 20 Nov 2023 ..." and "At most 5 nudges a week come here, 2 so far"; for the list of plans.
Result<void> add_attention(Card& card, const Call& call, const std::vector<store::Plan>& plans, store::Reader& reader);

}  // namespace allybot::handlers
