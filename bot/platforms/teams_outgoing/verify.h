// Proves that a webhook of ours in Teams sent a request: by the HMAC-SHA256 of its exact bytes under the key of the webhook that
// its address names. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
// Must never read a body before its proof, and never say why a proof failed. No time is signed: repeats are told by their ids.
#pragma once

#include "bot/platforms/authentic.h"
#include "bot/platforms/named_secrets.h"

namespace allybot::platforms::teams_outgoing {

/// Any thread may call it.
class OutgoingVerifier : private Verifier {
 public:
  explicit OutgoingVerifier(NamedSecrets keys) : keys_(std::move(keys)) {}

  /// Authentic::proof() is the webhook's name.
  Result<Authentic> verify(http::RawRequest raw) const;

 private:
  const NamedSecrets keys_;
};

}  // namespace allybot::platforms::teams_outgoing
