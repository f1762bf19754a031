// Proves that a request comes from our Rocket.Chat server: by the token of an outgoing webhook, which is all that it sends.
// Must never read more of a body than its proof, and never say why a proof failed.
#pragma once

#include <vector>

#include "bot/core/secret.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::rocket_chat {

/// Any thread may call it.
class RocketChatVerifier : private Verifier {
 public:
  /// Each webhook has a token of its own.
  explicit RocketChatVerifier(std::vector<Secret> tokens) : tokens_(std::move(tokens)) {}

  Result<Authentic> verify(http::RawRequest raw) const;

 private:
  std::vector<Secret> tokens_;
};

}  // namespace allybot::platforms::rocket_chat
