#include "bot/core/id.h"

namespace allybot {

std::string ChannelKey::str() const { return platform.str() + '/' + workspace.str() + '/' + channel.str(); }

std::string MemberKey::str() const { return platform.str() + '/' + workspace.str() + '/' + member.str(); }

}  // namespace allybot
