#include "bot/platforms/adapter.h"
#include "bot/platforms/discord/adapter.h"
#include "bot/platforms/discord/example.h"
#include "bot/platforms/google_chat/adapter.h"
#include "bot/platforms/google_chat/example.h"
#include "bot/platforms/matrix/adapter.h"
#include "bot/platforms/matrix/example.h"
#include "bot/platforms/mattermost/adapter.h"
#include "bot/platforms/mattermost/example.h"
#include "bot/platforms/registration.h"
#include "bot/platforms/rocket_chat/adapter.h"
#include "bot/platforms/rocket_chat/example.h"
#include "bot/platforms/slack/adapter.h"
#include "bot/platforms/slack/example.h"
#include "bot/platforms/teams/adapter.h"
#include "bot/platforms/teams/example.h"
#include "bot/platforms/teams_outgoing/adapter.h"
#include "bot/platforms/teams_outgoing/example.h"
#include "bot/platforms/teams_workflows/adapter.h"
#include "bot/platforms/teams_workflows/example.h"
#include "bot/platforms/webex/adapter.h"
#include "bot/platforms/webex/example.h"
#include "bot/platforms/zulip/adapter.h"
#include "bot/platforms/zulip/example.h"

namespace allybot::platforms {

const std::vector<Platform>& registry() {
  static const std::vector<Platform> all{
      slack::declaration(),       mattermost::declaration(),      discord::declaration(),        teams::declaration(),
      google_chat::declaration(), matrix::declaration(),          zulip::declaration(),          rocket_chat::declaration(),
      webex::declaration(),       teams_workflows::declaration(), teams_outgoing::declaration(),
  };
  return all;
}

const std::vector<Registration>& registrations() {
  static const std::vector<Registration> all{discord::registration()};
  return all;
}

Result<Example> example_of(const std::string& platform) {
  for (Example (*make)() :
       {&slack::example, &mattermost::example, &discord::example, &teams::example, &google_chat::example, &matrix::example,
        &zulip::example, &rocket_chat::example, &webex::example, &teams_workflows::example, &teams_outgoing::example})
    if (Example made = make(); made.origin.member.platform.str() == platform) return made;
  return fail(Code::Internal, platform + " has no example of a place: see bot/platforms/example.h");
}

}  // namespace allybot::platforms
