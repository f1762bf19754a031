#include "bot/crypto/webhook_mac.h"

#include <gtest/gtest.h>

namespace allybot::crypto {
namespace {

TEST(WebhookMac, IsWhatThePlatformsNotesSay) {
  const Secret key("super-secret");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha1, key, R"({"id":"evt-1"})"), "2b5626e0c803858fec64bd82c656af5345f10b2e");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha256, key, R"({"id":"evt-1"})"),
            "05602a532539cd11766e43ce67279620348cd708376381664750d79c30c66440");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha512, key, R"({"id":"evt-1"})"),
            "0cc32efd446296df41e32d165d183c2bda2b76f544ae94d2c0a958f57a4e259baf75e5d269c822f4bac8171c8bd4cb237f5a4c9a2a1ece0e453f"
            "cec9b44e4767");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha256, key, R"({"id":"evt-2"})"),
            "82d4781562e3de691fee82f38cd7c8a300bcff8ccfb1d1249a3176ab85a36e08");
}

// https://www.rfc-editor.org/rfc/rfc2202 section 3, https://www.rfc-editor.org/rfc/rfc4231 section 4.3
TEST(WebhookMac, IsWhatTheStandardsSay) {
  const Secret key("Jefe");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha1, key, "what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha256, key, "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(webhook_mac(WebhookHash::Sha512, key, "what do ya want for nothing?"),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e"
            "070a38bce737");
}

TEST(WebhookMac, TakesAnEmptyMessageAndAnEmptyKey) {
  EXPECT_EQ(webhook_mac(WebhookHash::Sha1, Secret(), ""), "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

}  // namespace
}  // namespace allybot::crypto
