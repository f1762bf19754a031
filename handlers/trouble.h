// Deliveries whose outcome was never heard, or that could not be posted: told to the lead, who decides.
// Must never repeat a post by itself, and never tell of one delivery twice.
#pragma once

#include "bot/schedule/place.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// Who hears of what goes wrong in a channel: its leads, or else the plan's author, or else the admins.
Result<std::vector<MemberKey>> in_charge_of(const Services& services, const ChannelKey& channel, const PlanId& id,
                                            store::Reader& tx);
/// A direct message to the channel's leads, or else the plan's author, or else the admins: about this post alone, or about all
/// that stands still when nothing can be posted there any more. False when it was told before or nobody can be told.
Result<bool> tell_of_trouble(const Services& services, const schedule::InTrouble& trouble, store::Writer& tx);
/// The same for a place that was lost without a delivery: the bot was removed, or the channel archived.
Result<bool> tell_of_stopped(const Services& services, const std::vector<store::Plan>& stopped, store::Writer& tx);

/// One line on a delivery in trouble, and its buttons *Post again* and *Leave*.
void add_trouble(Card& card, const Speaker& speaker, const store::Delivery& delivery, const std::string& zone);

/// *Post again*: a new delivery of the same payload, once, whoever presses.
Result<Prepared> prepare_trouble(const Call& call);
Result<Reply> post_again(const Call& call, const Prepared& prepared, store::Writer& tx);
/// *Leave*: it stays as it is and is listed no more.
Result<Reply> leave(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
