#include "bot/crypto/rsa.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdint>

namespace allybot::crypto {
namespace {

constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr std::size_t kMostExponentBytes = 4;
constexpr std::size_t kMostCertificate = 32U << 10U;

template <auto Free>
struct With {
  template <class Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
using Number = std::unique_ptr<BIGNUM, With<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, With<EVP_MD_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Number number_of(std::string_view bytes) { return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)); }

bool is_usable_exponent(std::string_view exponent) {
  if (exponent.empty() || exponent.size() > kMostExponentBytes) return false;
  std::uint64_t value = 0;
  for (const char c : exponent) value = value << 8U | static_cast<std::uint8_t>(c);
  return value >= 3 && value % 2 == 1;
}

PublicKey key_of(const BIGNUM* modulus, const BIGNUM* exponent) {
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1)
    return nullptr;
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return PublicKey(key);
}

}  // namespace

struct RsaPublicKey::Key {
  PublicKey key;
};

Result<RsaPublicKey> RsaPublicKey::make(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kMostBits / 8 + 1) return fail(Code::Invalid, "RSA modulus is too long");
  if (!is_usable_exponent(exponent)) return fail(Code::Invalid, "RSA exponent is unusable");
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  if (!n || !e) return fail(Code::Internal, "no memory for an RSA key");
  const int bits = BN_num_bits(n.get());
  if (bits < kFewestBits || bits > kMostBits || BN_is_odd(n.get()) == 0) return fail(Code::Invalid, "RSA modulus is unusable");
  PublicKey key = key_of(n.get(), e.get());
  if (!key) return fail(Code::Invalid, "RSA key is unusable");
  return RsaPublicKey(std::make_shared<const Key>(Key{std::move(key)}));
}

Result<RsaPublicKey> RsaPublicKey::from_certificate(std::string_view pem) {
  if (pem.size() > kMostCertificate) return fail(Code::Invalid, "certificate is too long");
  const std::unique_ptr<BIO, With<BIO_free>> reader(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!reader) return fail(Code::Internal, "no memory for a certificate");
  const std::unique_ptr<X509, With<X509_free>> certificate(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
  if (!certificate) return fail(Code::Invalid, "certificate is no PEM");
  PublicKey key(X509_get_pubkey(certificate.get()));
  if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1) return fail(Code::Invalid, "certificate is for no RSA key");
  const int bits = EVP_PKEY_get_bits(key.get());
  if (bits < kFewestBits || bits > kMostBits) return fail(Code::Invalid, "RSA modulus is unusable");
  return RsaPublicKey(std::make_shared<const Key>(Key{std::move(key)}));
}

bool RsaPublicKey::has_signed(std::string_view message, std::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* padding = nullptr;  // belongs to the context
  return context && EVP_DigestVerifyInit_ex(context.get(), &padding, "SHA256", nullptr, nullptr, key_->key.get(), nullptr) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PADDING) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace allybot::crypto
