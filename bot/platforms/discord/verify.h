// Proves that a request is Discord's: Ed25519 over timestamp and exact bytes, within five minutes either way.
// Must never read a body before its proof, and never say why a proof failed.
#pragma once

#include "bot/core/result.h"
#include "bot/core/time.h"
#include "bot/crypto/ed25519.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::discord {

inline constexpr const char* kSignatureHeader = "X-Signature-Ed25519";
inline constexpr const char* kTimestampHeader = "X-Signature-Timestamp";

/// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint. Any thread may call it.
class DiscordVerifier : private Verifier {
 public:
  explicit DiscordVerifier(crypto::Ed25519PublicKey key) : key_(std::move(key)) {}

  /// Unauthorized, without a reason for the sender, unless the signature is there once, whole and fresh.
  Result<Authentic> verify(http::RawRequest raw, TimePoint now) const;

 private:
  crypto::Ed25519PublicKey key_;
};

/// The application's public key as the portal shows it: 64 hex digits, of either case. Nothing on anything else.
std::optional<crypto::Ed25519PublicKey> read_public_key(std::string_view hex);

}  // namespace allybot::platforms::discord
