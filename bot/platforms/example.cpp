#include "bot/platforms/example.h"

namespace allybot::platforms {

Example example_in(const std::string& platform, const std::string& workspace, const std::string& channel,
                   const std::string& member, std::string route) {
  Example made;
  made.origin.member = {PlatformId(platform), WorkspaceId(workspace), MemberId(member)};
  made.origin.channel = {PlatformId(platform), WorkspaceId(workspace), ChannelId(channel)};
  made.origin.route = std::move(route);
  return made;
}

}  // namespace allybot::platforms
