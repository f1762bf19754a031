// Ed25519 signatures (RFC 8032), checked under one public key.
// Must never sign: the bot holds no private key, and a refusal never says what did not fit.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace allybot::crypto {

/// Any thread may call it.
class Ed25519PublicKey {
 public:
  static constexpr std::size_t kKeyBytes = 32;
  static constexpr std::size_t kSignatureBytes = 64;

  /// From its 32 bytes; nothing on any other length.
  static std::optional<Ed25519PublicKey> read(std::string_view bytes);
  ~Ed25519PublicKey();
  Ed25519PublicKey(Ed25519PublicKey&&) noexcept;
  Ed25519PublicKey& operator=(Ed25519PublicKey&&) noexcept;

  /// Whether `signature` (64 bytes) was made over `message` by the holder of the private key.
  bool verifies(std::string_view message, std::string_view signature) const;

 private:
  struct Key;
  explicit Ed25519PublicKey(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

}  // namespace allybot::crypto
