#include "bot/platforms/adapter.h"
#include "bot/platforms/discord/adapter.h"
#include "bot/platforms/google_chat/adapter.h"
#include "bot/platforms/matrix/adapter.h"
#include "bot/platforms/mattermost/adapter.h"
#include "bot/platforms/registration.h"
#include "bot/platforms/rocket_chat/adapter.h"
#include "bot/platforms/slack/adapter.h"
#include "bot/platforms/teams/adapter.h"
#include "bot/platforms/teams_workflows/adapter.h"
#include "bot/platforms/zulip/adapter.h"

namespace allybot::platforms {

const std::vector<Platform>& registry() {
  static const std::vector<Platform> all{
      slack::declaration(), mattermost::declaration(),  discord::declaration(),
      teams::declaration(), google_chat::declaration(), matrix::declaration(),
      zulip::declaration(), rocket_chat::declaration(), teams_workflows::declaration(),
  };
  return all;
}

const std::vector<Registration>& registrations() {
  static const std::vector<Registration> all{discord::registration()};
  return all;
}

}  // namespace allybot::platforms
