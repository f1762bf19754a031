#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

struct TeamsVerify : TeamsRig {
  const std::string hello = fakes::teams_message("hello");
  http::RawRequest with(const std::string& token) { return fakes::teams_request(hello, token); }
  http::RawRequest with(const fakes::TeamsClaims& claims) { return with(fakes::teams_token(claims)); }
};

TEST_F(TeamsVerify, TakesTheVectorAndRefusesItElsewhereAndAtOtherTimes) {
  keys = fakes::teams_vector_keys();
  now = from_unix_millis(1700000100'000);
  ASSERT_TRUE(proven(with(fakes::teams_vector_token())).has_value());
  fakes::TeamsPlace emea;
  emea.service = "https://smba.trafficmanager.net/emea/";
  EXPECT_EQ(why_refused(fakes::teams_request(fakes::teams_message("hello", emea), fakes::teams_vector_token())),
            "service address is another");
  for (const auto& [seconds, refused] :
       {std::pair<std::int64_t, bool>{1699999699, true}, {1699999701, false}, {1700003899, false}, {1700003901, true}}) {
    now = from_unix_millis(seconds * 1000);
    EXPECT_EQ(!proven(with(fakes::teams_vector_token())).has_value(), refused) << seconds;
  }
}

TEST_F(TeamsVerify, RefusesAChangedCharacterAnywhereInAToken) {
  ASSERT_TRUE(proven(with(fakes::teams_claims(now))).has_value());
  const std::string good = fakes::teams_token(fakes::teams_claims(now));
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    if (changed == good) continue;
    EXPECT_NE(why_refused(with(changed)), "accepted") << at;
  }
}

TEST_F(TeamsVerify, RefusesAKeyThatMaySignForOtherChannelsOnly) {
  keys = fakes::teams_keys(R"(["webchat","directline"])");
  EXPECT_EQ(why_refused(with(fakes::teams_claims(now))), "key may not sign for this channel");
}

TEST_F(TeamsVerify, TakesAKeyWithoutEndorsements) {
  keys = fakes::teams_keys("");
  EXPECT_TRUE(proven(with(fakes::teams_claims(now))).has_value());
}

TEST_F(TeamsVerify, TakesEachSpellingOfOurAudienceAndOfTheAddress) {
  for (const std::string& audience : {std::string(fakes::kTeamsClient), std::string("api://") + fakes::kTeamsClient,
                                      std::string("api://botid-") + fakes::kTeamsClient}) {
    auto claims = fakes::teams_claims(now);
    claims.audience = audience;
    EXPECT_TRUE(proven(with(claims)).has_value()) << audience;
  }
  for (const char* service : {"https://smba.trafficmanager.net/amer", "HTTPS://SMBA.trafficmanager.net/Amer/"}) {
    auto claims = fakes::teams_claims(now);
    claims.service = service;
    EXPECT_TRUE(proven(with(claims)).has_value()) << service;
  }
}

TEST_F(TeamsVerify, RefusesClaimsThatAreNotOurs) {
  const auto refused = [&](auto change) {
    auto claims = fakes::teams_claims(now);
    change(claims);
    return why_refused(with(claims));
  };
  EXPECT_EQ(refused([](auto& c) { c.issuer = "https://api.botframework.us"; }), "issuer is another");
  EXPECT_EQ(refused([](auto& c) { c.audience = "00000000-8888-7777-6666-555555555555"; }), "audience is another");
  EXPECT_EQ(refused([](auto& c) { c.service.clear(); }), "service address is another");
  EXPECT_EQ(refused([](auto& c) { c.service = "https://smba.trafficmanager.net/amer//"; }), "service address is another");
  EXPECT_EQ(refused([&](auto& c) { c.not_before = to_unix_seconds(now) + 301; }), "token is not valid yet");
  EXPECT_EQ(refused([&](auto& c) { c.expires = to_unix_seconds(now) - 300; }), "token is not valid any more");
}

TEST_F(TeamsVerify, RefusesEveryAlgorithmButRs256) {
  const std::string claims = R"({"iss":"https://api.botframework.com"})";
  for (const char* algorithm : {"none", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256", ""})
    EXPECT_EQ(why_refused(with(fakes::signed_token(std::string(R"({"alg":")") + algorithm + R"(","kid":"fake-1"})", claims))),
              "token is signed by another algorithm")
        << algorithm;
  EXPECT_EQ(why_refused(with(fakes::signed_token(R"({"alg":"RS256"})", claims))), "token names no key");
}

TEST_F(TeamsVerify, RefusesHeadersThatAreNoOneToken) {
  const std::string good = fakes::teams_token(fakes::teams_claims(now));
  for (const std::string& value :
       {std::string(), std::string("Bearer"), std::string("Bearer "), "Basic " + good, good, "Bearer  " + good,
        "Bearer " + good + " " + good, "Bearer " + good + ",", std::string("HMAC AAAA")}) {
    auto raw = with("");
    raw.headers.add("Authorization", value);
    EXPECT_NE(why_refused(raw), "accepted") << value;
  }
  auto twice = with(good);
  twice.headers.add("authorization", "Bearer " + good);
  EXPECT_EQ(why_refused(twice), "authorization doubled");
}

TEST_F(TeamsVerify, RefusesActivitiesOfOthers) {
  const auto refused = [&](const std::string& fields) {
    return why_refused(fakes::teams_request(fakes::teams_activity(fields), now));
  };
  EXPECT_EQ(refused(R"({"channelId":"webchat"})"), "channel is another");
  EXPECT_EQ(refused(R"({"channelId":null})"), "channel is another");
  EXPECT_EQ(refused(R"({"conversation":{"tenantId":"bbbb0000-0000-0000-0000-000000000002"}})"), "tenant is another");
  EXPECT_EQ(refused(R"({"channelData":{"tenant":{"id":"bbbb0000-0000-0000-0000-000000000002"}}})"), "tenant is another");
  EXPECT_EQ(refused(R"({"channelData":null,"conversation":{"tenantId":null}})"), "tenant is not told");
  EXPECT_EQ(refused(R"({"serviceUrl":null})"), "service address is another");
}

TEST_F(TeamsVerify, RefusesAddressesThatAreNotMicrosofts) {
  for (const char* service :
       {"https://evil.example/", "https://smba.trafficmanager.net.evil.example/", "https://evil.example/smba.trafficmanager.net/",
        "http://smba.trafficmanager.net/amer/", "https://smba.trafficmanager.net:444/amer/", "https://a@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/?x=", "https://smba.trafficmanager.net\\@evil.example/", "http://127.0.0.1/",
        "nonsense"}) {
    fakes::TeamsPlace place;
    place.service = service;
    auto claims = fakes::teams_claims(now);
    claims.service = service;
    EXPECT_EQ(why_refused(fakes::teams_request(fakes::teams_message("hello", place), fakes::teams_token(claims))),
              "service address is none of Microsoft's")
        << service;
  }
}

TEST_F(TeamsVerify, RefusesBodiesThatTwoReadersWouldReadDifferently) {
  for (const std::string& body : {std::string(), std::string("[]"), std::string("{"), hello + "x",
                                  hello.substr(0, hello.size() - 1) + R"(,"serviceUrl":"https://evil.example/"})",
                                  hello.substr(0, hello.size() - 1) + R"(,"channelId":"msteams"})",
                                  hello.substr(0, hello.size() - 1) + R"(,"conversation":{"tenantId":"x"}})",
                                  "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}"})
    EXPECT_EQ(why_refused(fakes::teams_request(body, now)), "body is no activity") << body.substr(0, 60);
}

TEST_F(TeamsVerify, AsksForNoKeysBecauseOfNonsense) {
  auto claims = fakes::teams_claims(now);
  claims.audience = "somebody else";
  const auto got = adapter->authenticate(with(claims), now);
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::Unauthorized);
}

TEST_F(TeamsVerify, SaysUnavailableWhileKeysCannotBeHad) {
  auto got = adapter->authenticate(with(fakes::teams_claims(now)), now);
  ASSERT_TRUE(got.has_value());
  ASSERT_TRUE(std::holds_alternative<Fetch>(*got));
  EXPECT_EQ(std::get<Fetch>(*got).request.url, "https://login.botframework.com/v1/.well-known/openidconfiguration");
  adapter->fetched(std::get<Fetch>(*got).purpose, fakes::ScriptedClient::unheard("timeout"));
  got = adapter->authenticate(with(fakes::teams_claims(now)), now);
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::Unavailable) << "the connector may try again: nothing says that the token is bad";
}

TEST_F(TeamsVerify, KnowsTheOtherClouds) {
  for (const auto& [cloud, issuer, openid] :
       {std::tuple{"gcc", "https://api.botframework.com", "https://login.botframework.com"},
        std::tuple{"GCCHigh", "https://api.botframework.us", "https://login.botframework.azure.us"},
        std::tuple{"dod", "https://api.botframework.us", "https://login.botframework.azure.us"},
        std::tuple{"china", "https://api.botframework.azure.cn", "https://login.botframework.azure.cn"}}) {
    rig.settings["TEAMS_CLOUD"] = cloud;
    rig.settings["TEAMS_SERVICE_URL"] = "https://service.example.org/x";
    adapter = make();
    ASSERT_NE(adapter, nullptr);
    fakes::TeamsPlace place;
    place.service = "https://service.example.org/x/";
    auto claims = fakes::teams_claims(now);
    claims.service = place.service;
    claims.issuer = issuer;
    const auto raw = fakes::teams_request(fakes::teams_message("hello", place), fakes::teams_token(claims));
    auto got = adapter->authenticate(raw, now);
    ASSERT_TRUE(got.has_value()) << cloud << ": " << got.error().for_log;
    EXPECT_EQ(std::get<Fetch>(*got).request.url, std::string(openid) + "/v1/.well-known/openidconfiguration");
    claims.issuer = "https://sts.windows.net/";
    EXPECT_EQ(why_refused(fakes::teams_request(fakes::teams_message("hello", place), fakes::teams_token(claims))),
              "issuer is another");
  }
}

}  // namespace
}  // namespace allybot::platforms::teams
