// Proves that Webex sent a request: by the HMAC of its exact bytes under the secret that our webhooks were registered with.
// https://developer.webex.com/blog/using-a-webhook-secret
// Must never read a body before its proof, and never say why a proof failed. No time is signed: repeats are told by their ids.
#pragma once

#include <string_view>

#include "bot/core/secret.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::webex {

inline constexpr const char* kBySignature = "signature";

/// Any thread may call it.
class WebexVerifier : private Verifier {
 public:
  /// `newer`: where X-Spark-Signature is missing, X-Webex-Signature counts, of which Webex publishes no form.
  WebexVerifier(Secret secret, bool newer) : secret_(std::move(secret)), newer_(newer) {}

  Result<Authentic> verify(http::RawRequest raw) const;

 private:
  bool is_signed(std::string_view body, std::string_view signature) const;
  bool is_signed_anew(std::string_view body, std::string_view signature) const;

  const Secret secret_;
  const bool newer_;
};

}  // namespace allybot::platforms::webex
