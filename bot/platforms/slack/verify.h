// Proves that a request is Slack's: signature v0 over the exact bytes, within five minutes either way.
// Must never read a body before its proof, and never say why a proof failed.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::slack {

inline constexpr const char* kSignatureHeader = "X-Slack-Signature";
inline constexpr const char* kTimestampHeader = "X-Slack-Request-Timestamp";
inline constexpr const char* kSigned = "signature";  ///< Authentic::proof() of a signed request
inline constexpr const char* kProbe = "probe";       ///< of an ssl_check: its body has been thrown away
inline constexpr const char* kHeard = "socket";      ///< of what came over a connection of ours

/// https://docs.slack.dev/authentication/verifying-requests-from-slack. Any thread may call it.
class SlackVerifier : private Verifier {
 public:
  SlackVerifier(const Secret& signing_secret, const std::optional<Secret>& previous);

  /// Unauthorized, without a reason for the sender, unless the signature is there once, whole and fresh.
  Result<Authentic> verify(http::RawRequest raw, TimePoint now) const;

 private:
  bool matches(const crypto::Hmac& key, std::string_view timestamp, std::string_view body, std::string_view signature) const;

  crypto::Hmac current_;
  std::unique_ptr<crypto::Hmac> previous_;
};

/// Takes what a connection of Socket Mode brought as genuine: its address was told to our app's token alone, and TLS proved whose
/// host it is. https://docs.slack.dev/apis/events-api/using-socket-mode
class SocketVerifier : private Verifier {
 public:
  /// The same bytes as by HTTP. The envelope stands for the signature, which names a request that names itself by nothing else.
  static Authentic heard(std::string path, std::string body, const std::string& envelope);
};

}  // namespace allybot::platforms::slack
