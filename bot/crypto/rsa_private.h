// An RSA private key of our own, for the one platform that wants its token requests signed: RS256 (RFC 7518) and nothing else.
// Must never be printed, copied out or made weaker than the public keys that rsa.h takes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/core/result.h"
#include "bot/core/secret.h"

namespace allybot::crypto {

/// Any thread may call it; copies share the key.
class RsaPrivateKey {
 public:
  /// From PEM (PKCS 8 or PKCS 1) without a password. Invalid for anything else, and below 2,048 bits.
  static Result<RsaPrivateKey> from_pem(const Secret& pem);

  /// A new key of 2,048 bits as PEM; Internal when OpenSSL cannot.
  static Result<Secret> new_pem();

  /// RS256 of exactly these bytes; Internal when OpenSSL cannot.
  Result<std::string> sign(std::string_view message) const;

 private:
  struct Key;
  explicit RsaPrivateKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
  std::shared_ptr<const Key> key_;
};

}  // namespace allybot::crypto
