#include <gtest/gtest.h>

#include <memory>

#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

/// The text in a heap block of its exact size, so that a sanitizer sees a read of one byte too far.
template <class Read>
auto from_exact_block(Read read, std::string_view text) {
  const auto block = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), block.get());
  return read(std::string_view(block.get(), text.size()));
}

TEST(Hex, GoesThereAndBack) {
  const std::uint8_t bytes[] = {0x00, 0x01, 0x7f, 0x80, 0xab, 0xff};
  EXPECT_EQ(to_hex(bytes), "00017f80abff");
  const auto back = from_exact_block(from_hex, "00017f80abff");
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, std::string(reinterpret_cast<const char*>(bytes), sizeof bytes));
  EXPECT_EQ(to_hex({}), "");
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, RefusesEverythingElse) {
  for (const char* text : {"0", "abc", "AB", "0g", "g0", " 00", "0x", "\xff\xff", "-1"})
    EXPECT_FALSE(from_exact_block(from_hex, text).has_value()) << text;
}

// RFC 4648, section 10, without the padding.
TEST(Base64Url, GivesTheTextsOfRfc4648) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : rows) {
    EXPECT_EQ(to_base64url(plain), encoded);
    EXPECT_EQ(from_exact_block(from_base64url, encoded), plain);
  }
}

TEST(Base64, PadsAndHasPlusAndSlash) {
  // https://www.rfc-editor.org/rfc/rfc4648#section-10
  for (const auto& [plain, encoded] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}})
    EXPECT_EQ(to_base64(plain), encoded);
  EXPECT_EQ(to_base64("\xFB\xFF\xFE"), "+//+");
}

TEST(Base64Url, UsesTheAlphabetOfAddresses) {
  const std::string bytes("\xfb\xff\xfe\x00", 4);
  EXPECT_EQ(to_base64url(bytes), "-__-AA");
  EXPECT_EQ(from_base64url("-__-AA"), bytes);
}

TEST(Base64Url, CarriesEveryLengthOfRandomBytes) {
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string bytes = random_bytes(length);
    EXPECT_EQ(from_exact_block(from_base64url, to_base64url(bytes)), bytes);
  }
}

TEST(Base64Url, RefusesWhatItWouldNotWrite) {
  // A lone character, padding, the other alphabet, white space, left-over bits that are not zero.
  for (const char* text : {"Z", "Zg==", "Zm9v=", "+/+/", "Zm 9", "Zm9\n", "Zh", "Zm9", "\xc3\xa9zz"})
    EXPECT_FALSE(from_exact_block(from_base64url, text).has_value()) << text;
}

}  // namespace
}  // namespace allybot::crypto
