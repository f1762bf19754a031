#include "bot/crypto/webhook_mac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

const EVP_MD* algorithm_of(WebhookHash hash) {
  switch (hash) {
    case WebhookHash::Sha1: return EVP_sha1();
    case WebhookHash::Sha256: return EVP_sha256();
    case WebhookHash::Sha512: return EVP_sha512();
  }
  return nullptr;
}

}  // namespace

std::string webhook_mac(WebhookHash hash, const Secret& key, std::string_view message) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  const auto* made = HMAC(algorithm_of(hash), key.reveal().data(), static_cast<int>(key.reveal().size()),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), &length);
  BOT_CHECK(made != nullptr);
  return to_hex(std::span<const std::uint8_t>(digest.data(), length));
}

}  // namespace allybot::crypto
