// Sends what render and post made, and finds again what may have been sent.
// Must never call an address that is not the configured server's, and never send twice what it was asked to send once.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"
#include "bot/platforms/zulip/rest_api.h"

namespace allybot::platforms::zulip {

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const RestApi& api, std::string bot_email) : api_(api), bot_email_(std::move(bot_email)) {}

  SendOutcome send(const Outgoing& outgoing) const;
  /// Reads our own newest messages there for one that says the same: Zulip knows no key that would tell two apart.
  LookUp look_up(const Outgoing& outgoing) const;

 private:
  const RestApi& api_;
  const std::string bot_email_;
};

}  // namespace allybot::platforms::zulip
