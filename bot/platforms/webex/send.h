// Sends what render and post made. https://developer.webex.com/docs/api/v1/messages/create-a-message
// Must never send to a space what was meant for a person, and never send twice what may have been posted.
#pragma once

#include "bot/platforms/adapter.h"
#include "bot/platforms/webex/api.h"

namespace allybot::platforms::webex {

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  explicit Sender(const Api& api) : api_(api) {}
  SendOutcome send(const Outgoing& outgoing) const;

 private:
  const Api& api_;
};

}  // namespace allybot::platforms::webex
