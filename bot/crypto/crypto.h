// Every use of cryptography but TLS: MACs, hashes, key derivation, sealing, randomness, constant-time compare.
// Must never put a key, digest or token into an error or a log.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/core/result.h"
#include "bot/core/secret.h"

namespace allybot::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// HMAC-SHA256 (RFC 2104, FIPS 198-1) under one key. Construction prepares the key; mac() is a few hundred nanoseconds.
/// Any thread may call it: each thread keeps its own context.
class Hmac {
 public:
  explicit Hmac(const Secret& key);
  ~Hmac();
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  Digest mac(std::initializer_list<std::string_view> parts) const;

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

Digest hmac_sha256(const Secret& key, std::string_view message);
Digest sha256(std::string_view message);

/// Time depends on the lengths alone. Unequal lengths: false.
bool equal_in_constant_time(std::string_view one, std::string_view other);
bool equal_in_constant_time(std::span<const std::uint8_t> one, std::span<const std::uint8_t> other);

/// HKDF-SHA256 (RFC 5869) with an empty salt; one label per purpose, such as "buttons" or "pseudonyms".
Secret derive_key(const Secret& master, std::string_view label, std::size_t bytes = 32);

/// From the system's generator.
std::string random_bytes(std::size_t count);

std::string to_hex(std::span<const std::uint8_t> bytes);
/// Lower-case hex only; nothing on anything else.
std::optional<std::string> from_hex(std::string_view text);
/// RFC 4648 section 5, without padding.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
/// RFC 4648 section 4, padded: what HTTP's Basic scheme (RFC 7617) sends.
std::string to_base64(std::string_view bytes);

/// AES-256-GCM with a random nonce: nonce, ciphertext, tag. `bound_to` must be the same at open().
std::string seal(const Secret& key, std::string_view plain, std::string_view bound_to);
Result<Secret> open(const Secret& key, std::string_view sealed, std::string_view bound_to);

}  // namespace allybot::crypto
