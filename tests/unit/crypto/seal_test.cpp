#include <gtest/gtest.h>

#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

Secret key() { return Secret(std::string(32, 'k')); }

// "The Galois/Counter Mode of Operation", McGrew and Viega, appendix B, test cases 13 and 16, as submitted to NIST.
TEST(Seal, OpensTheVectorsSubmittedToNist) {
  const auto empty = open(Secret(std::string(32, '\0')), std::string(12, '\0') + bytes("530f8afbc74536b9a963b4f1c4cb738b"), "");
  ASSERT_TRUE(empty.has_value());
  EXPECT_EQ(empty->reveal(), "");

  const auto opened = open(Secret(bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")),
                           bytes("cafebabefacedbaddecaf888"
                                 "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b105682883"
                                 "8c5f61e6393ba7a0abcc9f662"
                                 "76fc6ece0f4e1768cddf8853bb2d551b"),
                           bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->reveal(), bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
                                    "b525b16aedf5aa0de657ba637b39"));
}

TEST(Seal, GoesThereAndBack) {
  for (const std::string& plain : {std::string(), std::string("xoxb-FAKE"), std::string(5000, 'x'), std::string("\0\xff", 2)}) {
    const auto opened = open(key(), seal(key(), plain, "slack/T1"), "slack/T1");
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->reveal(), plain);
  }
}

TEST(Seal, NeverGivesTheSameBytesTwice) { EXPECT_NE(seal(key(), "plain", ""), seal(key(), "plain", "")); }

TEST(Seal, HidesThePlainText) { EXPECT_EQ(seal(key(), "a very plain text", "").find("plain"), std::string::npos); }

TEST(Seal, RefusesAnyChangedByte) {
  const std::string sealed = seal(key(), "plain", "slack/T1");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto opened = open(key(), changed, "slack/T1");
    ASSERT_FALSE(opened.has_value()) << i;
    EXPECT_EQ(opened.error().code, Code::Unauthorized);
  }
}

TEST(Seal, RefusesAnotherKeyPlaceOrLength) {
  const std::string sealed = seal(key(), "plain", "slack/T1");
  EXPECT_FALSE(open(Secret(std::string(32, 'x')), sealed, "slack/T1").has_value());
  EXPECT_FALSE(open(key(), sealed, "slack/T2").has_value());
  EXPECT_FALSE(open(key(), sealed, "").has_value());
  for (std::size_t length = 0; length < sealed.size(); ++length)
    EXPECT_FALSE(open(key(), std::string_view(sealed).substr(0, length), "slack/T1").has_value()) << length;
  EXPECT_FALSE(open(key(), sealed + 'x', "slack/T1").has_value());
}

TEST(Seal, SaysNothingOfTheValueInItsError) {
  const auto opened = open(key(), "a token that is much longer than nonce and tag", "bound");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().for_log, "sealed value does not open");
}

}  // namespace
}  // namespace allybot::crypto
