#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

namespace allybot::crypto {

Digest sha256(std::string_view message) {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  BOT_CHECK(algorithm != nullptr);
  Digest digest{};
  unsigned int length = 0;
  BOT_CHECK(EVP_Digest(message.data(), message.size(), digest.data(), &length, algorithm, nullptr) == 1 &&
            length == digest.size());
  return digest;
}

bool equal_in_constant_time(std::span<const std::uint8_t> one, std::span<const std::uint8_t> other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

Secret derive_key(const Secret& master, std::string_view label, std::size_t bytes) {
  constexpr std::size_t kMostBytes = 255 * std::tuple_size_v<Digest>;  // RFC 5869, section 2.3
  BOT_CHECK(!master.empty() && bytes > 0 && bytes <= kMostBytes);
  static EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  BOT_CHECK(algorithm != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)> context(EVP_KDF_CTX_new(algorithm), EVP_KDF_CTX_free);
  BOT_CHECK(context != nullptr);

  // OSSL_PARAM wants mutable pointers and only reads through them.
  const std::string& key = master.reveal();
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<char*>(key.data()), key.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(label.data()), label.size()),
      OSSL_PARAM_construct_end(),
  };
  std::string derived(bytes, '\0');
  BOT_CHECK(EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(derived.data()), derived.size(), parameters) == 1);
  return Secret(std::move(derived));
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  BOT_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
  return bytes;
}

}  // namespace allybot::crypto
