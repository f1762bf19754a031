// What the words and the form of one's own nudges share.
// Must never be used for a plan of a channel: these save without an audit line.
#pragma once

#include <optional>
#include <vector>

#include "handlers/plan_change.h"

namespace allybot::handlers {

/// The member's own plans that have not ended.
Result<std::vector<store::Plan>> my_plans(const Call& call, store::Reader& reader);
/// The member's zone: chosen, told by the platform, the channel's, the default.
Result<ZoneChoice> my_zone(const Call& call, const MemberFacts& facts, store::Reader& reader);
/// Saves the request as the member's plan, or as what `existing` becomes, and shows it.
Result<Reply> save_mine(const Call& call, const PlanRequest& request, const std::optional<store::Plan>& existing,
                        store::Writer& tx);

}  // namespace allybot::handlers
