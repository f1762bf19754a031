// Deliveries that handlers write to the outbox: shares, notes to admins, introductions, word of trouble.
// Must never send: the outbox does, after the transaction.
#pragma once

#include <string>

#include "handlers/dispatch.h"
#include "handlers/item_card.h"

namespace allybot::handlers {

/// A delivery of the card to the channel, due now.
Result<store::Delivery> post_to_channel(const Services& services, const Card& card, const ChannelKey& channel,
                                        const std::string& address, std::string key, TimePoint now);
/// A delivery to the member's own conversation with the bot.
Result<store::Delivery> post_to_member(const Services& services, const Card& card, const MemberKey& member,
                                       const std::string& address, std::string key, TimePoint now);
/// A member's own conversation with the bot: "@member".
ChannelKey own_conversation(const MemberKey& member);
/// Whether that is a member's own conversation, as post_to_member() names it.
bool is_own_conversation(const ChannelKey& channel);
/// Where what is posted to that channel or conversation is seen.
Showing showing_in(const Services& services, const ChannelKey& channel);
/// Whose it is.
MemberKey owner_of(const ChannelKey& own_conversation);
/// 32 characters by chance: an idempotency key, not a secret.
std::string random_name(Random& random);

}  // namespace allybot::handlers
