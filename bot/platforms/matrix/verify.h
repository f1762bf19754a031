// Proves that our homeserver sent a request: by the token that its registration file gives it.
// https://spec.matrix.org/v1.15/application-service-api/#authorization
// Must never say why a proof failed, and never let time tell how much of a token was right. The token covers no body, and does
// not grow old: nothing here replaces TLS.
#pragma once

#include "bot/core/secret.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::matrix {

inline constexpr const char* kByToken = "token";  ///< Authentic::proof()
inline constexpr const char* kByAnswer = "answer";

/// Any thread may call it.
class MatrixVerifier : private Verifier {
 public:
  /// Without a token nobody may push.
  explicit MatrixVerifier(Secret hs_token) : hs_token_(std::move(hs_token)) {}

  /// The header, the address (as older homeservers do), or both and then both right. Unauthorized otherwise.
  Result<Authentic> verify(http::RawRequest raw) const;
  /// A transaction that we made of what the homeserver answered to a question of ours: that it did is the proof.
  Authentic heard(std::string body) const;

 private:
  const Secret hs_token_;
};

}  // namespace allybot::platforms::matrix
