// Deliveries that handlers write to the outbox: shares, notes to admins, introductions, word of trouble.
// Must never send: the outbox does, after the transaction.
#pragma once

#include <string>

#include "handlers/dispatch.h"
#include "handlers/item_card.h"

namespace allybot::handlers {

/// A delivery of the card to the channel, due now.
Result<store::Delivery> post_to_channel(const Services& services, const Card& card, const std::string& language,
                                        const ChannelKey& channel, const std::string& address, std::string key, TimePoint now);
/// A delivery to the member's own conversation with the bot.
Result<store::Delivery> post_to_member(const Services& services, const Card& card, const std::string& language,
                                       const MemberKey& member, const std::string& address, std::string key, TimePoint now);
/// Where what is posted to that channel or conversation is seen.
Showing showing_in(const Services& services, const ChannelKey& channel);
/// 32 characters by chance: an idempotency key, not a secret.
std::string random_name(Random& random);

}  // namespace allybot::handlers
