// Sends what render and post made, finds members' own conversations, and asks about spaces.
// Must never fall back from a member's own conversation to a space, and never send twice what may have been posted.
#pragma once

#include "bot/platforms/adapter.h"
#include "bot/platforms/google_chat/api.h"
#include "bot/platforms/google_chat/people.h"
#include "bot/platforms/google_chat/route.h"

namespace allybot::platforms::google_chat {

/// How long a repeat under one requestId is taken to be safe. Google does not say how long it remembers one.
inline constexpr std::chrono::minutes kDedupesFor{2};

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const Api& api, People& people) : api_(api), people_(people) {}
  SendOutcome send(const Outgoing& outgoing) const;
  Result<ChannelFacts> channel(const ChannelKey& channel) const;

 private:
  SendOutcome post(const Call& call, const std::string& idempotency) const;
  std::string conversation_with(const std::string& member, SendOutcome& outcome) const;

  const Api& api_;
  People& people_;
};

}  // namespace allybot::platforms::google_chat
