// Who we are, who members are and what channels are like, as Mattermost's API tells it, kept for some minutes.
// Must never keep more of a member than role, zone, language and the name they are called by, and none of it but in memory.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/mattermost/rest_api.h"
#include "bot/platforms/mattermost/text.h"

namespace allybot::platforms::mattermost {

/// Any thread may call it; what is marked as asking blocks.
class People {
 public:
  People(const RestApi& api, const Clock& clock) : api_(api), clock_(clock) {}

  /// Asks who the token belongs to, and remembers it.
  Connection connect();
  /// Our own member id; empty until the server told it.
  std::string own_id() const;
  /// The same, asking when it is not known. Empty when the server does not tell.
  std::string learn_own_id();

  /// The channel of the member's conversation with us, asking once. `outcome` says why there is none.
  std::string conversation_with(const std::string& member, SendOutcome& outcome);

  Result<MemberFacts> member(const MemberKey& member);
  Result<ChannelFacts> channel(const ChannelKey& channel);

  void learn(const Named& one);
  std::optional<std::string> name_of(std::string_view id) const;

 private:
  template <class Value>
  struct Kept {
    Value value;
    TimePoint until{};
  };

  /// The id in the answer to "who am I", remembered; empty when it tells none.
  std::string remember_own_id(const Answered& answered);

  const RestApi& api_;
  const Clock& clock_;
  mutable Mutex mutex_;
  std::string own_id_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> conversations_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Kept<MemberFacts>> members_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Kept<ChannelFacts>> channels_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string, std::less<>> names_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::mattermost
