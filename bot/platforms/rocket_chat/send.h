// Sends what render and post made, and finds again what may have been sent.
// Must never call an address that is not the configured server's, never post where we are not, and never send twice what it was
// asked to send once.
#pragma once

#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/rest_api.h"
#include "bot/platforms/rocket_chat/rooms.h"

namespace allybot::platforms::rocket_chat {

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const RestApi& api, Rooms& rooms, const Clock& clock) : api_(api), rooms_(rooms), clock_(clock) {}

  SendOutcome send(const Outgoing& outgoing) const;
  /// By the message's id, which is ours.
  LookUp look_up(const Outgoing& outgoing) const;

 private:
  const RestApi& api_;
  Rooms& rooms_;
  const Clock& clock_;
};

}  // namespace allybot::platforms::rocket_chat
