// Whom the adapter believes.
#include "bot/platforms/teams_outgoing/verify.h"

#include <gtest/gtest.h>

#include "bot/platforms/teams_outgoing/webhooks.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::teams_outgoing {
namespace {

// The second key of the sample that Microsoft published.
constexpr const char* kOtherKey = "QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI=";

struct TeamsOutgoingVerify : testing::Test {
  OutgoingVerifier verifier{*read_webhooks(std::string("engineering=") + fakes::kTeamsWebhookKey + " managers=" + kOtherKey)};

  static http::RawRequest bearing(const std::string& proof, std::string body, std::string query = "webhook=engineering") {
    http::RawRequest raw;
    raw.method = http::Method::Post;
    raw.path = kPath;
    raw.query = std::move(query);
    raw.headers.add("authorization", proof);
    raw.body = std::move(body);
    return raw;
  }
  std::string why(http::RawRequest raw) const {
    const auto got = verifier.verify(std::move(raw));
    if (got) return "accepted for " + got->proof();
    EXPECT_EQ(got.error().code, Code::Unauthorized);
    EXPECT_TRUE(got.error().for_member.empty());
    return got.error().for_log;
  }
};

// The vectors of the platform's notes.
const std::pair<const char*, const char*> kVectors[] = {
    {R"({"type":"message","text":"<at>Ally</at> hello"})", "HMAC BM3fOjMMAV0IxzhanIGSTxCWl+XohaXnI968A5NcEn0="},
    {"{\"type\":\"message\",\"text\":\"<at>Ally</at> gr\xC3\xBC\xC3\x9F dich \xF0\x9F\x91\x8B\"}",
     "HMAC 7bkFj1shHxBtEKqLP583tVtC3HMzbvREFfKxqR/Dky0="},
    {"{}", "HMAC wwTNfkHNpSUs8T4YUDoB5ANTPjkYlQ5axpNc6mGJGcg="},
};

TEST_F(TeamsOutgoingVerify, TakesTheSignatureOfTheExactBytes) {
  for (const auto& [body, proof] : kVectors) EXPECT_EQ(why(bearing(proof, body)), "accepted for engineering") << body;
}

TEST_F(TeamsOutgoingVerify, RefusesAnyOtherBytesAndAnyOtherKey) {
  for (const auto& [body, proof] : kVectors) {
    const std::string text = body;
    for (const std::string& other : {text + ' ', text + '\n', ' ' + text, text.substr(1), std::string("{ }")})
      EXPECT_EQ(why(bearing(proof, other)), "signature does not match") << other;
    EXPECT_EQ(why(bearing(proof, "")), "body missing");
    EXPECT_EQ(why(bearing(proof, body, "webhook=managers")), "signature does not match");
  }
}

TEST_F(TeamsOutgoingVerify, RefusesEveryOtherForm) {
  const std::string body = kVectors[0].first, good = kVectors[0].second;
  const std::string bare = good.substr(5);
  std::string url_alphabet = good, changed = good;
  for (char& c : url_alphabet) c = c == '+' ? '-' : c == '/' ? '_' : c;
  changed[20] = changed[20] == 'A' ? 'B' : 'A';
  for (const std::string& proof :
       {std::string(), std::string("HMAC"), std::string("HMAC "), bare, "hmac " + bare, "Hmac " + bare, "HMAC  " + bare,
        "HMAC\t" + bare, " " + good, good + ' ', good + '=', good.substr(0, good.size() - 1), "Bearer " + bare,
        "HMACSHA256 " + bare, url_alphabet, changed, good + ',' + good, good + std::string(9000, 'A'),
        std::string("HMAC 03TCao0i55H1eVKUusZOTZRjtvYTs+mO41mPL+R1e1U=")})
    EXPECT_EQ(why(bearing(proof, body)), "signature does not match") << proof;
  http::RawRequest none = bearing(good, body);
  none.headers = {};
  EXPECT_EQ(why(none), "signature missing");
  http::RawRequest doubled = bearing(good, body);
  doubled.headers.add("Authorization", good);
  EXPECT_EQ(why(doubled), "signature doubled");
}

TEST_F(TeamsOutgoingVerify, KnowsOnlyWebhooksThatAreNamed) {
  const auto& [body, good] = kVectors[0];
  for (const char* query : {"", "webhook", "webhook=", "webhook=Engineering", "webhook=engineering%20", "Webhook=engineering",
                            "webhook=hr", "webhook=hr&webhook=engineering", "id=engineering"})
    EXPECT_EQ(why(bearing(good, body, query)), "webhook is not named") << query;
  EXPECT_EQ(why(bearing(good, body, "x=1&webhook=engineering")), "accepted for engineering");
}

}  // namespace
}  // namespace allybot::platforms::teams_outgoing
