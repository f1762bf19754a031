#include "bot/crypto/rsa_private.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace allybot::crypto {
namespace {

constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr std::size_t kMostPem = 32U << 10U;

/// A key with a password is none of ours; without this OpenSSL would ask at the terminal.
int no_password(char* /*into*/, int /*size*/, int /*writing*/, void* /*context*/) { return -1; }

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

struct RsaPrivateKey::Key {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key;
};

Result<RsaPrivateKey> RsaPrivateKey::from_pem(const Secret& pem) {
  const std::string& text = pem.reveal();
  if (text.empty() || text.size() > kMostPem) return fail(Code::Invalid, "private key is no PEM");
  const std::unique_ptr<BIO, int (*)(BIO*)> reader(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  if (!reader) return fail(Code::Internal, "no memory for an RSA key");
  Key key{{PEM_read_bio_PrivateKey(reader.get(), nullptr, no_password, nullptr), EVP_PKEY_free}};
  if (!key.key) return fail(Code::Invalid, "private key is no PEM");
  if (EVP_PKEY_is_a(key.key.get(), "RSA") != 1) return fail(Code::Invalid, "private key is no RSA key");
  const int bits = EVP_PKEY_get_bits(key.key.get());
  if (bits < kFewestBits || bits > kMostBits) return fail(Code::Invalid, "private key is of an unusable length");
  return RsaPrivateKey(std::make_shared<const Key>(std::move(key)));
}

Result<Secret> RsaPrivateKey::new_pem() {
  const Key key{{EVP_RSA_gen(kFewestBits), EVP_PKEY_free}};
  const std::unique_ptr<BIO, int (*)(BIO*)> written(BIO_new(BIO_s_mem()), BIO_free);
  if (!key.key || !written || PEM_write_bio_PrivateKey(written.get(), key.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return fail(Code::Internal, "an RSA key was not made");
  char* text = nullptr;
  const long length = BIO_get_mem_data(written.get(), &text);
  return Secret(std::string(text, static_cast<std::size_t>(length)));
}

Result<std::string> RsaPrivateKey::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* padding = nullptr;  // belongs to the context
  std::size_t length = 0;
  if (!context || EVP_DigestSignInit_ex(context.get(), &padding, "SHA256", nullptr, nullptr, key_->key.get(), nullptr) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PADDING) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, bytes_of(message), message.size()) != 1)
    return fail(Code::Internal, "signing failed");
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes_of(message),
                     message.size()) != 1)
    return fail(Code::Internal, "signing failed");
  signature.resize(length);
  return signature;
}

}  // namespace allybot::crypto
