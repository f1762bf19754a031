// What Slack tells of members and channels. https://docs.slack.dev/reference/methods/users.info, conversations.info
// Must never keep a name, and never take an unknown role for a role.
#pragma once

#include <map>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/result.h"
#include "bot/core/time.h"
#include "bot/platforms/slack/web_api.h"

namespace allybot::platforms::slack {

/// Blocks; worker and sender threads may call it.
class Facts {
 public:
  Facts(const WebApi& api, const Clock& clock) : api_(api), clock_(clock) {}

  /// Kept for a few minutes: a role that was taken away works no longer than that.
  Result<MemberFacts> member(const MemberKey& member);
  /// Never kept: "invite me" is mended within seconds.
  Result<ChannelFacts> channel(const ChannelKey& channel) const;

 private:
  struct Known {
    MemberFacts facts;
    TimePoint until;
  };
  const WebApi& api_;
  const Clock& clock_;
  Mutex mutex_;
  std::map<MemberKey, Known> known_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::slack
