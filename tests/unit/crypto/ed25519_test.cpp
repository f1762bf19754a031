#include "bot/crypto/ed25519.h"

#include <gtest/gtest.h>

#include "bot/crypto/crypto.h"
#include "tests/fakes/discord_requests.h"

namespace allybot::crypto {
namespace {

std::string bytes(std::string_view hex) {
  auto read = from_hex(hex);
  EXPECT_TRUE(read.has_value()) << hex;
  return read.value_or("");
}

struct Vector {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

// RFC 8032, section 7.1: TEST 1, 2, 3 and SHA(abc).
constexpr Vector kPublished[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7"
     "a1"
     "00b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612b"
     "b0"
     "c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1"
     "ec"
     "40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54"
     "ca"
     "49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef117733"
     "1a"
     "704"},
};

TEST(Ed25519, AcceptsThePublishedVectors) {
  for (const Vector& row : kPublished) {
    const auto key = Ed25519PublicKey::read(bytes(row.public_key));
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(key->verifies(bytes(row.message), bytes(row.signature))) << row.public_key;
    EXPECT_EQ(fakes::ed25519_signature(bytes(row.message), row.seed), row.signature) << "the tests' own signer";
  }
}

TEST(Ed25519, RefusesEveryChangedBit) {
  const Vector& row = kPublished[2];
  const auto key = Ed25519PublicKey::read(bytes(row.public_key));
  const std::string signature = bytes(row.signature);
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string changed = signature;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(key->verifies(bytes(row.message), changed)) << bit;
  }
  for (std::size_t bit = 0; bit < 16; ++bit) {
    std::string message = bytes(row.message);
    message[bit / 8] = static_cast<char>(message[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(key->verifies(message, signature)) << bit;
  }
}

TEST(Ed25519, RefusesAnotherKeysSignature) {
  const auto key = Ed25519PublicKey::read(bytes(kPublished[0].public_key));
  EXPECT_FALSE(key->verifies(bytes(kPublished[1].message), bytes(kPublished[1].signature)));
}

TEST(Ed25519, RefusesASignatureOfAnyOtherLength) {
  const Vector& row = kPublished[0];
  const auto key = Ed25519PublicKey::read(bytes(row.public_key));
  const std::string signature = bytes(row.signature);
  for (std::size_t length = 0; length < signature.size(); ++length) EXPECT_FALSE(key->verifies("", signature.substr(0, length)));
  EXPECT_FALSE(key->verifies("", signature + '\0'));
  EXPECT_FALSE(key->verifies("", signature + signature));
}

// RFC 8032, section 5.1.7: S must be below the group's order, or one message has many signatures.
TEST(Ed25519, RefusesASignatureWithTheOrderAddedToIt) {
  const Vector& row = kPublished[0];
  const std::string order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  std::string signature = bytes(row.signature);
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += static_cast<unsigned char>(signature[32 + i]) + static_cast<unsigned char>(order[i]);
    signature[32 + i] = static_cast<char>(carry & 255U);
    carry >>= 8U;
  }
  ASSERT_EQ(carry, 0U);
  EXPECT_FALSE(Ed25519PublicKey::read(bytes(row.public_key))->verifies("", signature));
}

TEST(Ed25519, ReadsNoKeyOfAnotherLength) {
  for (const std::size_t length : {0U, 1U, 31U, 33U, 64U})
    EXPECT_FALSE(Ed25519PublicKey::read(std::string(length, 'k')).has_value());
}

}  // namespace
}  // namespace allybot::crypto
