#include "bot/crypto/rsa.h"

#include <gtest/gtest.h>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "tests/fakes/teams_tokens.h"

namespace allybot::crypto {
namespace {

struct Rsa : testing::Test {
  std::string token = fakes::teams_vector_token();
  std::string message = token.substr(0, token.rfind('.'));
  std::string signature = *from_base64url(token.substr(token.rfind('.') + 1));
  std::string modulus = member("n");
  std::string exponent = *from_base64url("AQAB");

  static std::string member(const std::string& name) {
    const std::string keys = fakes::teams_vector_keys();
    const std::size_t at = keys.find("\"" + name + "\":\"") + name.size() + 4;
    return *from_base64url(keys.substr(at, keys.find('"', at) - at));
  }
};

TEST_F(Rsa, TakesWhatTheKeySigned) {
  const auto key = RsaPublicKey::make(modulus, exponent);
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(key->has_signed(message, signature));
  EXPECT_TRUE(key->has_signed(message, signature)) << "a key serves more than once";
}

TEST_F(Rsa, RefusesEachChangedByteOfASignature) {
  const auto key = RsaPublicKey::make(modulus, exponent);
  ASSERT_TRUE(key.has_value());
  for (std::size_t at = 0; at < signature.size(); at += 17) {
    std::string changed = signature;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(key->has_signed(message, changed)) << at;
  }
}

TEST_F(Rsa, RefusesAnotherMessageAndSignaturesOfAnotherLength) {
  const auto key = RsaPublicKey::make(modulus, exponent);
  ASSERT_TRUE(key.has_value());
  EXPECT_FALSE(key->has_signed(message + "x", signature));
  EXPECT_FALSE(key->has_signed("", signature));
  for (const std::string& other :
       {std::string(), signature.substr(1), signature + '\0', std::string(256, '\0'), std::string("x")})
    EXPECT_FALSE(key->has_signed(message, other)) << other.size();
}

TEST_F(Rsa, MakesNoKeyOfNumbersThatNoKeyHas) {
  std::string even = modulus;
  even.back() = static_cast<char>(even.back() & ~1);
  const std::pair<const char*, std::pair<std::string, std::string>> rows[] = {
      {"no modulus", {"", exponent}},
      {"short modulus", {modulus.substr(0, 255), exponent}},
      {"1,024 bits", {modulus.substr(0, 128), exponent}},
      {"even modulus", {even, exponent}},
      {"endless modulus", {std::string(5000, '\xFF'), exponent}},
      {"no exponent", {modulus, ""}},
      {"exponent one", {modulus, "\x01"}},
      {"even exponent", {modulus, std::string("\x01\x00\x00", 3)}},
      {"long exponent", {modulus, std::string(5, '\x01')}},
  };
  for (const auto& [label, numbers] : rows) {
    const auto key = RsaPublicKey::make(numbers.first, numbers.second);
    ASSERT_FALSE(key.has_value()) << label;
    EXPECT_EQ(key.error().code, Code::Invalid) << label;
  }
}

}  // namespace
}  // namespace allybot::crypto
