// RSA public keys, for proofs that another party signed: RSASSA-PKCS1-v1_5 with SHA-256, and no other algorithm.
// Must never take the algorithm from what is to be proven, and never hold a private key.
#pragma once

#include <memory>
#include <string_view>

#include "bot/core/result.h"

namespace allybot::crypto {

/// Any thread may call it; copies share the key.
class RsaPublicKey {
 public:
  /// Modulus and exponent as big-endian bytes, as a JWK has them once decoded (RFC 7518 section 6.3.1).
  /// Invalid below 2,048 and above 8,192 bits, and for an exponent that is even, below 3 or longer than four bytes.
  static Result<RsaPublicKey> make(std::string_view modulus, std::string_view exponent);

  /// The key in a certificate (PEM). Who issued it and until when is not looked at: what counts is where it was fetched.
  static Result<RsaPublicKey> from_certificate(std::string_view pem);

  /// RS256 of RFC 7518: whether the holder of the private key signed exactly these bytes.
  bool has_signed(std::string_view message, std::string_view signature) const;

 private:
  struct Key;
  explicit RsaPublicKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
  std::shared_ptr<const Key> key_;
};

}  // namespace allybot::crypto
