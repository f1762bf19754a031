// Who we are, who members are and what channels are like, as Zulip's API tells it.
// Must never keep more of a member than the name they are called by, and that in memory alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/zulip/rest_api.h"

namespace allybot::platforms::zulip {

/// Any thread may call it; connect(), member() and channel() ask, and block.
class People {
 public:
  People(const RestApi& api, const Clock& clock) : api_(api), clock_(clock) {}

  Connection connect();
  Result<MemberFacts> member(const MemberKey& member);
  Result<ChannelFacts> channel(const ChannelKey& channel) const;

  /// Our own user id; empty until the server told it.
  std::string own_id() const;
  void learn(const std::string& id, const std::string& name);
  std::optional<std::string> name_of(std::string_view id) const;
  /// Nothing when nobody, or more than one, is known by that name.
  std::optional<std::string> id_of(std::string_view name) const;

  /// Asks for everybody's names; nothing when they were asked for a moment ago.
  std::optional<http::ClientRequest> ask_for_names() const;
  void told_names(const http::ClientOutcome& outcome);

 private:
  const RestApi& api_;
  const Clock& clock_;
  mutable Mutex mutex_;
  std::string own_id_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string, std::less<>> names_ BOT_GUARDED_BY(mutex_);
  TimePoint names_asked_at_ BOT_GUARDED_BY(mutex_){};
};

}  // namespace allybot::platforms::zulip
