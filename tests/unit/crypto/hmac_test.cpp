#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "bot/crypto/crypto.h"

namespace allybot::crypto {
namespace {

/// RFC 4231, section 4. Case 5 truncates and case 3's bytes are repeated, so both are built here.
struct Rfc4231 {
  std::string key, message, digest;
};

std::vector<Rfc4231> rfc_4231_cases() {
  std::string counting;
  for (char byte = 1; byte <= 25; ++byte) counting += byte;
  return {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {counting, std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before "
       "being "
       "used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
}

TEST(Hmac, GivesTheDigestsOfRfc4231) {
  for (const auto& row : rfc_4231_cases()) EXPECT_EQ(to_hex(hmac_sha256(Secret(row.key), row.message)), row.digest);
}

TEST(Hmac, GivesTheSameDigestsUnderAPreparedKeyEveryTime) {
  for (const auto& row : rfc_4231_cases()) {
    const Hmac hmac{Secret(row.key)};
    for (int round = 0; round < 3; ++round) EXPECT_EQ(to_hex(hmac.mac({row.message})), row.digest) << round;
  }
}

TEST(Hmac, ReadsPartsAsOneMessage) {
  const Hmac hmac{Secret("Jefe")};
  EXPECT_EQ(hmac.mac({"what do ya ", "", "want", " for nothing?"}), hmac.mac({"what do ya want for nothing?"}));
  EXPECT_NE(hmac.mac({"what do ya want"}), hmac.mac({"what do ya want for nothing?"}));
}

TEST(Hmac, TakesAnEmptyKeyAndAnEmptyMessage) {
  constexpr const char* kEmpty = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(to_hex(hmac_sha256(Secret(), "")), kEmpty);
  EXPECT_EQ(to_hex(Hmac(Secret()).mac({})), kEmpty);
}

TEST(Hmac, KeepsKeysApartWhenManyAreUsedInTurn) {
  std::vector<std::unique_ptr<Hmac>> all;  // more than a thread keeps contexts for
  for (int i = 0; i < 40; ++i) all.push_back(std::make_unique<Hmac>(Secret("key " + std::to_string(i))));
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 0; i < all.size(); ++i)
      EXPECT_EQ(all[i]->mac({"message"}), hmac_sha256(Secret("key " + std::to_string(i)), "message"));
}

TEST(Hmac, NeverUsesTheKeyOfOneThatWent) {
  for (int i = 0; i < 20; ++i) {
    const Secret key("key " + std::to_string(i));
    EXPECT_EQ(Hmac(key).mac({"message"}), hmac_sha256(key, "message"));
  }
}

TEST(Hmac, IsSharedByThreads) {
  const Hmac hmac{Secret("Jefe")};
  const Digest expected = hmac_sha256(Secret("Jefe"), "what do ya want for nothing?");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 500; ++round)
        if (hmac.mac({"what do ya want ", "for nothing?"}) != expected) ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace allybot::crypto
