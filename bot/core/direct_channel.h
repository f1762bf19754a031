// The name of a member's own conversation with the bot, which platforms know by an id that has to be asked for.
// Must never be sent to a platform as a channel's id: its adapter finds the conversation when something is sent there.
#pragma once

#include "bot/core/id.h"

namespace allybot {

/// "@" and the member's id. No channel of a platform has such an id.
ChannelId direct_channel(const MemberId& member);
ChannelKey direct_channel(const MemberKey& member);
bool is_direct_channel(const ChannelId& channel);
bool is_direct_channel(const ChannelKey& channel);
/// Whose conversation it is; no member for any other channel.
MemberId direct_member(const ChannelId& channel);
MemberKey direct_member(const ChannelKey& channel);

}  // namespace allybot
