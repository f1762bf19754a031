// Whom the adapter believes.
#include "bot/platforms/webex/verify.h"

#include <gtest/gtest.h>

#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

// The vectors of the platform's notes.
constexpr const char* kBody = R"({"id":"evt-1"})";
constexpr const char* kSha1 = "2b5626e0c803858fec64bd82c656af5345f10b2e";
constexpr const char* kSha256 = "05602a532539cd11766e43ce67279620348cd708376381664750d79c30c66440";
constexpr const char* kSha512 =
    "0cc32efd446296df41e32d165d183c2bda2b76f544ae94d2c0a958f57a4e259baf75e5d269c822f4bac8171c8bd4cb237f5a4c9a2a1ece0e453fcec9b44e"
    "4767";

http::RawRequest bearing(const std::vector<std::pair<std::string, std::string>>& headers, std::string body = kBody) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/webex/events";
  for (const auto& [name, value] : headers) raw.headers.add(name, value);
  raw.body = std::move(body);
  return raw;
}

std::string why(const http::RawRequest& raw, bool newer = false) {
  const auto got = WebexVerifier(Secret("super-secret"), newer).verify(raw);
  if (got) return "accepted";
  EXPECT_EQ(got.error().code, Code::Unauthorized);
  EXPECT_TRUE(got.error().for_member.empty());
  return got.error().for_log;
}

TEST(WebexVerify, TakesTheSignatureOfTheExactBytes) {
  EXPECT_EQ(why(bearing({{"X-Spark-Signature", kSha1}})), "accepted");
  EXPECT_EQ(why(bearing({{"x-spark-signature", kSha1}})), "accepted");
}

TEST(WebexVerify, RefusesAnyOtherBytes) {
  for (const char* body : {R"({"id":"evt-2"})", R"({"id":"evt-1"} )", R"({"id": "evt-1"})", "{\"id\":\"evt-1\"}\n", ""})
    EXPECT_EQ(why(bearing({{"X-Spark-Signature", kSha1}}, body)), "signature does not match") << body;
}

TEST(WebexVerify, RefusesEveryOtherForm) {
  const std::string good = kSha1;
  std::string loud = good;
  for (char& c : loud) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const std::string& value : {std::string(), std::string(40, '0'), loud, "sha1=" + good, good + ' ', good.substr(1),
                                   good + good, std::string(kSha256), std::string(9000, 'a')})
    EXPECT_EQ(why(bearing({{"X-Spark-Signature", value}})), "signature does not match") << value;
  EXPECT_EQ(why(bearing({})), "signature missing");
  EXPECT_EQ(why(bearing({{"X-Spark-Signature", good}, {"X-Spark-Signature", good}})), "signature doubled");
}

TEST(WebexVerify, LeavesTheNewerHeaderAloneUntilItIsToldTo) {
  EXPECT_EQ(why(bearing({{"X-Webex-Signature", kSha256}})), "signature missing");
  EXPECT_EQ(why(bearing({{"X-Webex-Signature", std::string("sha256=") + kSha256}})), "signature missing");
}

TEST(WebexVerify, TakesTheNewerHeaderInEachFormThatWasSeen) {
  for (const std::string& value : {std::string(kSha1), "sha1=" + std::string(kSha1), std::string(kSha256),
                                   "sha256=" + std::string(kSha256), std::string(kSha512), "sha512=" + std::string(kSha512)})
    EXPECT_EQ(why(bearing({{"X-Webex-Signature", value}}), true), "accepted") << value;
  EXPECT_EQ(why(bearing({{"X-Webex-Signature", "82d4781562e3de691fee82f38cd7c8a300bcff8ccfb1d1249a3176ab85a36e08"}},
                        R"({"id":"evt-2"})"),
                true),
            "accepted");
}

TEST(WebexVerify, RefusesTheNewerHeaderInAnyOther) {
  for (const std::string& value :
       {std::string(), std::string("sha256="), "sha256=" + std::string(kSha1), "sha1=" + std::string(kSha256),
        "SHA256=" + std::string(kSha256), "md5=" + std::string(32, '0'), std::string(64, '0')})
    EXPECT_EQ(why(bearing({{"X-Webex-Signature", value}}), true), "signature does not match") << value;
  EXPECT_EQ(why(bearing({{"X-Webex-Signature", kSha1}, {"X-Webex-Signature", kSha1}}), true), "signature doubled");
}

TEST(WebexVerify, BelievesTheNewerHeaderOnlyWhereTheOlderIsMissing) {
  EXPECT_EQ(why(bearing({{"X-Spark-Signature", std::string(40, '0')}, {"X-Webex-Signature", kSha1}}), true),
            "signature does not match");
  EXPECT_EQ(why(bearing({{"X-Spark-Signature", kSha1}, {"X-Webex-Signature", "nonsense"}}), true), "accepted");
}

}  // namespace
}  // namespace allybot::platforms::webex
