// What the homeserver tells of rooms and people.
// Must never keep an answer.
#pragma once

#include <string>

#include "bot/core/id.h"
#include "bot/core/outcome.h"
#include "bot/core/result.h"
#include "bot/platforms/matrix/api.h"

namespace allybot::platforms::matrix {

/// Blocks; worker and sender threads may call it.
class Facts {
 public:
  /// Whoever has the power to change `admin_room` administers; empty: nobody by that.
  Facts(const Api& api, std::string own_id, std::string admin_room)
      : api_(api), own_id_(std::move(own_id)), admin_room_(std::move(admin_room)) {}

  /// Whether they administer, and a time zone, where they have told one.
  Result<MemberFacts> member(const MemberKey& member) const;
  /// Whether the bot is in there and may write.
  Result<ChannelFacts> channel(const ChannelKey& channel) const;

 private:
  const Api& api_;
  const std::string own_id_, admin_room_;
};

}  // namespace allybot::platforms::matrix
