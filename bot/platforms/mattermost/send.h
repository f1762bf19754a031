// Sends what render and post made, and finds again what may have been sent.
// Must never call an address that is not the configured server's, and never send twice what it was asked to send once.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"
#include "bot/platforms/mattermost/people.h"
#include "bot/platforms/mattermost/rest_api.h"
#include "bot/platforms/mattermost/route.h"

namespace allybot::platforms::mattermost {

/// How long a server returns the first post for a second one of the same pending_post_id, less a margin for the way there. It
/// is thirty seconds, and each node of a cluster remembers its own posts only.
inline constexpr std::chrono::milliseconds kDedupesFor{25000};

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const RestApi& api, ResponseHosts hosts, People& people) : api_(api), hosts_(std::move(hosts)), people_(people) {}

  SendOutcome send(const Outgoing& outgoing) const;
  /// Reads the channel's newest posts for the one with our mark.
  LookUp look_up(const Outgoing& outgoing) const;

 private:
  SendOutcome send_post(const std::string& body, const std::string& idempotency) const;

  const RestApi& api_;
  ResponseHosts hosts_;
  People& people_;
};

}  // namespace allybot::platforms::mattermost
