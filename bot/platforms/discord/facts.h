// What Discord tells of members and channels: most of it comes with every interaction, so that it need not be asked for.
// Must never keep a name, and never take an unknown role for a role.
#pragma once

#include <map>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/result.h"
#include "bot/core/time.h"
#include "bot/platforms/discord/parse.h"
#include "bot/platforms/discord/rest_api.h"

namespace allybot::platforms::discord {

/// Administrator or Manage Server: who may add bots. https://docs.discord.com/developers/topics/permissions
bool runs_the_server(std::string_view rights);
/// View Channel and Send Messages (in a thread: Send Messages in Threads).
bool may_post(std::string_view rights, bool in_thread);

/// learn() never blocks; the others may, and worker and sender threads may call them.
class Facts {
 public:
  Facts(const RestApi& api, const Clock& clock) : api_(api), clock_(clock) {}

  void learn(const ToldRights& told);
  /// Unavailable for a member who has not spoken to us within a few minutes: only what they ask themselves needs a role.
  Result<MemberFacts> member(const MemberKey& member) const;
  Result<ChannelFacts> channel(const ChannelKey& channel) const;

 private:
  template <class Value>
  struct Known {
    Value value;
    TimePoint until;
  };
  const RestApi& api_;
  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<MemberKey, Known<bool>> admins_ BOT_GUARDED_BY(mutex_);
  std::map<ChannelKey, Known<ChannelFacts>> channels_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::discord
