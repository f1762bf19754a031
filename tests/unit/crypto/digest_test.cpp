#include <gtest/gtest.h>

#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

std::string hex_of(const Secret& secret) {
  const std::string& bytes = secret.reveal();
  return to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

TEST(Sha256, GivesTheDigestsOfFips180) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// RFC 5869, appendix A.3: empty salt and empty label.
TEST(DeriveKey, GivesTheKeyOfRfc5869) {
  EXPECT_EQ(hex_of(derive_key(Secret(std::string(22, '\x0b')), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

// Computed with HMAC alone, by RFC 5869 section 2, in Python.
TEST(DeriveKey, GivesEachLabelItsOwnKey) {
  const Secret master(std::string(32, 'k'));
  EXPECT_EQ(hex_of(derive_key(master, "buttons")), "518b0a4ba1ea251ec59821adb5c4a3036c1a29d6abcfcbf54119a3b7e10d1701");
  EXPECT_EQ(hex_of(derive_key(master, "pseudonyms")), "b6c5bf6cf4b9802315dc2e569cd4daec98027c77a358f95963f4e0cc5155a6bb");
}

TEST(DeriveKey, GivesMoreThanOneBlock) {
  EXPECT_EQ(hex_of(derive_key(Secret(std::string(32, 'k')), "buttons", 80)),
            "518b0a4ba1ea251ec59821adb5c4a3036c1a29d6abcfcbf54119a3b7e10d1701e6677c22dc2bcf34aae38344566cd31f8a74612af2334a7c5e07"
            "f5dcd95"
            "15911d4b7afef8a9bb7bc7f9cde5993c12dd7");
}

TEST(ConstantTime, TellsEqualFromUnequal) {
  EXPECT_TRUE(equal_in_constant_time(std::string_view("abc"), std::string_view("abc")));
  EXPECT_TRUE(equal_in_constant_time(std::string_view(), std::string_view("")));
  EXPECT_FALSE(equal_in_constant_time(std::string_view("abc"), std::string_view("abd")));
  EXPECT_FALSE(equal_in_constant_time(std::string_view("abc"), std::string_view("Abc")));
}

TEST(ConstantTime, RefusesUnequalLengths) {
  EXPECT_FALSE(equal_in_constant_time(std::string_view("abc"), std::string_view("ab")));
  EXPECT_FALSE(equal_in_constant_time(std::string_view(""), std::string_view("a")));
  EXPECT_FALSE(equal_in_constant_time(std::string_view("a\0", 2), std::string_view("a")));
}

TEST(ConstantTime, ComparesDigests) {
  const Digest one = sha256("one");
  Digest other = one;
  EXPECT_TRUE(equal_in_constant_time(one, other));
  other[31] = static_cast<std::uint8_t>(other[31] ^ 1U);
  EXPECT_FALSE(equal_in_constant_time(one, other));
}

TEST(RandomBytes, HaveTheLengthAskedForAndDiffer) {
  EXPECT_EQ(random_bytes(0), "");
  const std::string one = random_bytes(32);
  ASSERT_EQ(one.size(), 32U);
  EXPECT_NE(one, random_bytes(32));
}

}  // namespace
}  // namespace allybot::crypto
