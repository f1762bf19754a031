#include "bot/crypto/rsa_private.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "bot/crypto/rsa.h"

namespace allybot::crypto {
namespace {

struct Made {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key;
  std::string pem(const char* password = nullptr) const {
    const std::unique_ptr<BIO, int (*)(BIO*)> writer(BIO_new(BIO_s_mem()), BIO_free);
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<char*>(password));
    PEM_write_bio_PrivateKey(writer.get(), key.get(), password != nullptr ? EVP_aes_128_cbc() : nullptr, bytes,
                             password != nullptr ? 4 : 0, nullptr, nullptr);
    char* text = nullptr;
    const long length = BIO_get_mem_data(writer.get(), &text);
    return {text, static_cast<std::size_t>(length)};
  }
  std::string number(const char* name) const {
    BIGNUM* told = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &told);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(told)), '\0');
    BN_bn2bin(told, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(told);
    return bytes;
  }
};

Made rsa(unsigned bits) { return {{EVP_RSA_gen(bits), EVP_PKEY_free}}; }

TEST(RsaPrivateKey, SignsWhatItsPublicKeyTakes) {
  const Made made = rsa(2048);
  const auto key = RsaPrivateKey::from_pem(Secret(made.pem()));
  ASSERT_TRUE(key.has_value()) << key.error().for_log;
  const auto signature = key->sign("a message");
  ASSERT_TRUE(signature.has_value());
  const auto known = RsaPublicKey::make(made.number(OSSL_PKEY_PARAM_RSA_N), made.number(OSSL_PKEY_PARAM_RSA_E));
  ASSERT_TRUE(known.has_value());
  EXPECT_TRUE(known->has_signed("a message", *signature));
  EXPECT_FALSE(known->has_signed("another message", *signature));
}

TEST(RsaPrivateKey, MakesKeysThatItTakes) {
  const auto one = RsaPrivateKey::new_pem(), other = RsaPrivateKey::new_pem();
  ASSERT_TRUE(one.has_value());
  EXPECT_TRUE(RsaPrivateKey::from_pem(*one).has_value());
  EXPECT_NE(one->reveal(), other->reveal());
}

TEST(RsaPrivateKey, RefusesWhatIsNoUsableKey) {
  const Made elliptic{{EVP_EC_gen("P-256"), EVP_PKEY_free}};
  const std::string good = rsa(2048).pem();
  for (const std::string& pem : {std::string(), std::string("no PEM"), good.substr(0, good.size() / 2), rsa(1024).pem(),
                                 elliptic.pem(), rsa(2048).pem("word"), std::string(40000, 'A')}) {
    const auto key = RsaPrivateKey::from_pem(Secret(pem));
    ASSERT_FALSE(key.has_value()) << pem.substr(0, 40);
    EXPECT_EQ(key.error().code, Code::Invalid);
    EXPECT_EQ(key.error().for_log.find("BEGIN"), std::string::npos);
  }
}

}  // namespace
}  // namespace allybot::crypto
