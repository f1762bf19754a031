#include "bot/platforms/post_rates.h"

#include "bot/platforms/discord/rates.h"
#include "bot/platforms/google_chat/rates.h"
#include "bot/platforms/mattermost/rates.h"
#include "bot/platforms/slack/rates.h"
#include "bot/platforms/teams/rates.h"

namespace allybot::platforms {

PostRates post_rates_of(const PlatformId& platform) {
  if (platform.str() == "slack") return slack::kPostRates;
  if (platform.str() == "mattermost") return mattermost::kPostRates;
  if (platform.str() == "discord") return discord::kPostRates;
  if (platform.str() == "teams") return teams::kPostRates;
  if (platform.str() == "googlechat") return google_chat::kPostRates;
  return {};
}

}  // namespace allybot::platforms
