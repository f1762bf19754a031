// Sends what render and post made, finds again what may have been sent, and asks about rooms and people.
// Must never fall back from a member's own room to another, and never send under two transactions what is to be seen once.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"
#include "bot/platforms/matrix/conversations.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {

/// How long the same transaction makes one event. The specification says always; Synapse remembers those of an application
/// service for half an hour, and not over a restart of its own.
inline constexpr std::chrono::minutes kDedupesFor{20};

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const Api& api, Rooms& rooms, Conversations& conversations, std::string own_id)
      : api_(api), rooms_(rooms), conversations_(conversations), own_id_(std::move(own_id)) {}

  SendOutcome send(const Outgoing& outgoing) const;
  /// Reads the room's newest messages for the one with our mark.
  LookUp look_up(const Outgoing& outgoing) const;

 private:
  std::string room_for(const Call& call, Conversations::Again again, SendOutcome& why) const;

  const Api& api_;
  Rooms& rooms_;
  Conversations& conversations_;
  const std::string own_id_;
};

}  // namespace allybot::platforms::matrix
