#include <openssl/evp.h>

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

// NIST SP 800-38D: a random nonce of 96 bits and the whole tag.
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

Cipher new_cipher() {
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  BOT_CHECK(cipher != nullptr);
  return cipher;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text, std::size_t offset) { return reinterpret_cast<unsigned char*>(text.data()) + offset; }

}  // namespace

std::string seal(const Secret& key, std::string_view plain, std::string_view bound_to) {
  BOT_CHECK(key.reveal().size() == kKeyBytes);
  std::string sealed = random_bytes(kNonceBytes);
  sealed.resize(kNonceBytes + plain.size() + kTagBytes);
  const Cipher cipher = new_cipher();
  int length = 0;
  BOT_CHECK(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.reveal()), bytes_of(sealed)) == 1);
  BOT_CHECK(EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(bound_to), static_cast<int>(bound_to.size())) == 1);
  BOT_CHECK(EVP_EncryptUpdate(cipher.get(), bytes_of(sealed, kNonceBytes), &length, bytes_of(plain),
                              static_cast<int>(plain.size())) == 1);
  unsigned char* const tag = bytes_of(sealed, kNonceBytes + plain.size());
  BOT_CHECK(EVP_EncryptFinal_ex(cipher.get(), tag, &length) == 1);  // writes nothing: GCM has no last block
  BOT_CHECK(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes), tag) == 1);
  return sealed;
}

Result<Secret> open(const Secret& key, std::string_view sealed, std::string_view bound_to) {
  BOT_CHECK(key.reveal().size() == kKeyBytes);
  if (sealed.size() < kNonceBytes + kTagBytes) return fail(Code::Unauthorized, "sealed value is too short");
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  const std::string_view hidden = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string plain(hidden.size(), '\0');
  const Cipher cipher = new_cipher();
  int length = 0;
  BOT_CHECK(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.reveal()), bytes_of(sealed)) == 1);
  BOT_CHECK(EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(bound_to), static_cast<int>(bound_to.size())) == 1);
  BOT_CHECK(EVP_DecryptUpdate(cipher.get(), bytes_of(plain, 0), &length, bytes_of(hidden), static_cast<int>(hidden.size())) == 1);
  BOT_CHECK(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTagBytes), bytes_of(tag, 0)) == 1);
  Secret opened(std::move(plain));  // overwritten also when the tag does not fit
  unsigned char nothing[EVP_MAX_BLOCK_LENGTH];
  if (EVP_DecryptFinal_ex(cipher.get(), nothing, &length) != 1) return fail(Code::Unauthorized, "sealed value does not open");
  return opened;
}

}  // namespace allybot::crypto
