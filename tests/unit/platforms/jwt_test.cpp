#include "bot/platforms/jwt.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"
#include "bot/platforms/signing_keys.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_tokens.h"

namespace allybot::platforms {
namespace {

const JwtRules kRules{fakes::kTeamsIssuer, {fakes::kTeamsClient}, std::chrono::seconds(300)};

TimePoint at(std::int64_t seconds) { return from_unix_millis(seconds * 1000); }

TEST(Jwt, ReadsTheVector) {
  const auto token = read_jwt(fakes::teams_vector_token());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->algorithm, "RS256");
  EXPECT_EQ(token->key_id, "test-kid-1");
  EXPECT_EQ(token->signature.size(), 256U);
  EXPECT_EQ(fault_of(*token, kRules, at(1700000100)), nullptr);
}

TEST(Jwt, HoldsBothEndsOfItsTimeToTheSecond) {
  const auto token = read_jwt(fakes::teams_vector_token());
  ASSERT_TRUE(token.has_value());
  EXPECT_NE(fault_of(*token, kRules, at(1699999699)), nullptr);
  EXPECT_EQ(fault_of(*token, kRules, at(1699999701)), nullptr);
  EXPECT_EQ(fault_of(*token, kRules, at(1700003899)), nullptr);
  EXPECT_NE(fault_of(*token, kRules, at(1700003901)), nullptr);
}

TEST(Jwt, RefusesAnotherIssuerAudienceOrTime) {
  const auto fault = [](const std::string& claims) {
    const auto token = read_jwt(fakes::signed_token(R"({"alg":"RS256","kid":"fake-1"})", claims));
    return token ? fault_of(*token, kRules, at(1700000100)) : "unread";
  };
  const std::string iss = std::string(R"("iss":")") + fakes::kTeamsIssuer + '"';
  const std::string aud = std::string(R"("aud":")") + fakes::kTeamsClient + '"';
  const std::string time = R"("nbf":1700000000,"exp":1700003600)";
  EXPECT_EQ(fault("{" + iss + "," + aud + "," + time + "}"), nullptr);
  for (const std::string& claims : {
           "{" + aud + "," + time + "}",
           "{" + iss + "," + time + "}",
           R"({"iss":"https://api.botframework.com/",)" + aud + "," + time + "}",
           R"({"iss":["https://api.botframework.com"],)" + aud + "," + time + "}",
           "{" + iss + R"(,"aud":"","nbf":1700000000,"exp":1700003600})",
           "{" + iss + R"(,"aud":"00000000-0000-0000-0000-000000000000",)" + time + "}",
           "{" + iss + "," + aud + R"(,"exp":1700003600})",
           "{" + iss + "," + aud + R"(,"nbf":1700000000})",
           "{" + iss + "," + aud + R"(,"nbf":"1700000000","exp":1700003600})",
           "{" + iss + "," + aud + R"(,"nbf":1700000000,"exp":1e300})",
           "{" + iss + "," + aud + R"(,"nbf":-1,"exp":1700003600})",
       })
    EXPECT_NE(fault(claims), nullptr) << claims;
}

TEST(Jwt, ReadsNothingElse) {
  const std::string good = fakes::teams_vector_token();
  const auto with_header = [](const std::string& header) { return fakes::signed_token(header, "{}"); };
  for (const std::string& text : {
           std::string(),
           std::string("."),
           std::string(".."),
           std::string("a.b.c"),
           good + ".",
           good + ".x",
           "." + good,
           good.substr(0, good.rfind('.')),
           good.substr(0, good.rfind('.') + 1),
           good + "=",
           " " + good,
           good + "\n",
           with_header("[]"),
           with_header("null"),
           with_header("\"x\""),
           with_header("{"),
           with_header(R"({"alg":"RS256","crit":["x"]})"),
           with_header(std::string("{\"alg\":\"RS256\xFF\"}")),
           fakes::signed_token(R"({"alg":"RS256"})", "[]"),
       })
    EXPECT_FALSE(read_jwt(text).has_value()) << text;
}

TEST(Jwt, RefusesASecondSpellingOfTheSameBytes) {
  std::string token = fakes::teams_vector_token();
  ASSERT_EQ(token.back(), 'w');  // its last two bits are none of the signature's
  token.back() = 'x';
  EXPECT_FALSE(read_jwt(token).has_value());
}

TEST(Jwt, ChecksRs256WhateverTheTokenSays) {
  SigningKeys keys("https://login.example.org/v1/.well-known/openidconfiguration", "fake");
  const auto fetch = keys.due(at(1));
  ASSERT_TRUE(fetch.has_value());
  ASSERT_TRUE(keys.fetched(fetch->purpose, fakes::teams_login_answer(fetch->request)));
  const auto then = keys.due(at(1));
  ASSERT_TRUE(then.has_value());
  ASSERT_TRUE(keys.fetched(then->purpose, fakes::teams_login_answer(then->request)));
  const auto key = keys.find("fake-1", at(1)).key;
  ASSERT_TRUE(key.has_value());
  const auto good = read_jwt(fakes::signed_token(R"({"alg":"RS256"})", "{}"));
  ASSERT_TRUE(good.has_value());
  EXPECT_TRUE(is_signed(*good, key->key));
  for (const char* other : {"none", "HS256", "RS384", "RS512", "PS256", "rs256", ""}) {
    const auto token = read_jwt(fakes::signed_token(std::string(R"({"alg":")") + other + "\"}", "{}"));
    ASSERT_TRUE(token.has_value()) << other;
    EXPECT_FALSE(is_signed(*token, key->key)) << other;
  }
}

}  // namespace
}  // namespace allybot::platforms
