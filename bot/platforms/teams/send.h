// Sends what render and post made.
// Must never fall back from a member's own conversation to a channel, and never send twice what may have been posted.
#pragma once

#include "bot/platforms/adapter.h"
#include "bot/platforms/teams/connector.h"
#include "bot/platforms/teams/people.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const Connector& connector, People& people) : connector_(connector), people_(people) {}
  SendOutcome send(const Outgoing& outgoing) const;

 private:
  SendOutcome post(const Call& call, const std::string& seen_in) const;
  /// A message in a channel or chat that the member alone sees (preview of Microsoft's).
  SendOutcome post_for_one(const Call& call, const std::string& seen_in, const std::string& member, SendOutcome otherwise) const;

  const Connector& connector_;
  People& people_;
};

}  // namespace allybot::platforms::teams
