#include "bot/core/direct_channel.h"

namespace allybot {

ChannelId direct_channel(const MemberId& member) { return ChannelId('@' + member.str()); }

ChannelKey direct_channel(const MemberKey& member) { return {member.platform, member.workspace, direct_channel(member.member)}; }

bool is_direct_channel(const ChannelId& channel) { return channel.str().size() > 1 && channel.str().front() == '@'; }

bool is_direct_channel(const ChannelKey& channel) { return is_direct_channel(channel.channel); }

MemberId direct_member(const ChannelId& channel) {
  return MemberId(is_direct_channel(channel) ? channel.str().substr(1) : std::string());
}

MemberKey direct_member(const ChannelKey& channel) {
  return {channel.platform, channel.workspace, direct_member(channel.channel)};
}

}  // namespace allybot
