// Quiet hours and blackout spans of a channel (its leads) and of a member's own nudges (the member).
// Must never move a plan without saying how: the rule is shown with every change.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> channel_quiet_hours(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> channel_blackout(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> my_quiet_hours(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> my_blackout(const Call& call, const Prepared& prepared, store::Writer& tx);

/// After what is set around them has changed: the next dates of a channel's plans, anew.
Result<void> reschedule_plans(const Call& call, const ChannelKey& channel, store::Writer& tx);

}  // namespace allybot::handlers
