#include "bot/crypto/ed25519.h"

#include <openssl/evp.h>

#include "bot/core/check.h"

namespace allybot::crypto {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

struct Ed25519PublicKey::Key {
  explicit Key(EVP_PKEY* made) : key(made, EVP_PKEY_free) {}
  /// Only ever read from once it is made, so that threads may share it.
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key;
};

Ed25519PublicKey::Ed25519PublicKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
Ed25519PublicKey::~Ed25519PublicKey() = default;
Ed25519PublicKey::Ed25519PublicKey(Ed25519PublicKey&&) noexcept = default;
Ed25519PublicKey& Ed25519PublicKey::operator=(Ed25519PublicKey&&) noexcept = default;

std::optional<Ed25519PublicKey> Ed25519PublicKey::read(std::string_view bytes) {
  if (bytes.size() != kKeyBytes) return std::nullopt;
  auto key = std::make_unique<Key>(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(bytes), bytes.size()));
  if (key->key == nullptr) return std::nullopt;
  return Ed25519PublicKey(std::move(key));
}

bool Ed25519PublicKey::verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  BOT_CHECK(context != nullptr);
  BOT_CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_->key.get()) == 1);
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace allybot::crypto
