#include "bot/platforms/signing_keys.h"

#include <gtest/gtest.h>

#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_tokens.h"

namespace allybot::platforms {
namespace {

using Kind = SigningKeys::Looked::Kind;
using std::chrono::hours;
using std::chrono::minutes;

struct Keys : testing::Test {
  SigningKeys keys{"https://login.example.org/v1/.well-known/openidconfiguration", "fake"};
  TimePoint now = from_unix_millis(1700000000000);

  void answer(const Fetch& fetch, const std::string& document = fakes::teams_keys()) {
    EXPECT_TRUE(keys.fetched(fetch.purpose, fakes::teams_login_answer(fetch.request, document)));
  }
  /// Both steps, begun by that fetch.
  void follow(const Fetch& fetch, const std::string& document = fakes::teams_keys()) {
    answer(fetch, document);
    const auto next = keys.due(now);
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->request.url, "https://login.example.org/v1/.well-known/keys");
    answer(*next, document);
  }
  void fill() {
    const auto fetch = keys.due(now);
    ASSERT_TRUE(fetch.has_value());
    follow(*fetch);
  }
  Kind kind(std::string_view id) { return keys.find(id, now).kind; }
};

TEST_F(Keys, AreAskedForOnFirstUse) {
  auto looked = keys.find("fake-1", now);
  ASSERT_EQ(looked.kind, Kind::Fetch);
  EXPECT_EQ(looked.fetch->request.url, "https://login.example.org/v1/.well-known/openidconfiguration");
  EXPECT_EQ(looked.fetch->request.method, http::Method::Get);
  answer(*looked.fetch);
  looked = keys.find("fake-1", now);
  ASSERT_EQ(looked.kind, Kind::Fetch);
  answer(*looked.fetch);
  EXPECT_EQ(kind("fake-1"), Kind::Found);
  EXPECT_EQ(keys.find("fake-1", now).key->endorsements, std::vector<std::string>{"msteams"});
}

TEST_F(Keys, OfAnUnknownNameAreAskedForOnceAnHourAtMost) {
  fill();
  EXPECT_EQ(kind("new-key"), Kind::Unknown);
  int fetches = 0;
  for (int minute = 0; minute < 240; ++minute) {
    now += minutes(1);
    for (int stranger = 0; stranger < 50; ++stranger) {
      auto looked = keys.find("stranger-" + std::to_string(stranger), now);
      if (looked.kind != Kind::Fetch) continue;
      ++fetches;
      keys.fetched(looked.fetch->purpose, fakes::ScriptedClient::never_left("refused"));
    }
    EXPECT_EQ(kind("fake-1"), Kind::Found) << "strangers may not spoil what is known";
  }
  EXPECT_EQ(fetches, 4);
}

TEST_F(Keys, AreReplacedWhenANewOneIsMet) {
  fill();
  now += hours(2);
  auto looked = keys.find("fake-2", now);
  ASSERT_EQ(looked.kind, Kind::Fetch);
  follow(*looked.fetch, fakes::teams_keys(R"(["msteams"])", "fake-2"));
  EXPECT_EQ(kind("fake-2"), Kind::Found);
  EXPECT_EQ(kind("fake-1"), Kind::Unknown) << "what is published no more counts no more";
}

TEST_F(Keys, AreFetchedAgainAfterADayAndUsedWhileThatFails) {
  fill();
  now += hours(23) - minutes(1);
  EXPECT_EQ(kind("fake-1"), Kind::Found);
  now += hours(2);
  auto looked = keys.find("fake-1", now);
  ASSERT_EQ(looked.kind, Kind::Fetch);
  EXPECT_FALSE(keys.fetched(looked.fetch->purpose, fakes::ScriptedClient::never_left("refused")));
  EXPECT_EQ(kind("fake-1"), Kind::Found);
  now += hours(24 * 5);
  EXPECT_EQ(kind("fake-1"), Kind::Fetch);
  EXPECT_EQ(kind("fake-1"), Kind::Unavailable) << "too old to trust";
}

TEST_F(Keys, AreKeptFreshBeforeAnybodyWaits) {
  fill();
  EXPECT_FALSE(keys.due(now + hours(22)).has_value());
  EXPECT_TRUE(keys.due(now + hours(23)).has_value());
  EXPECT_FALSE(keys.due(now + hours(23) + minutes(1)).has_value()) << "asked a minute ago";
}

TEST_F(Keys, AreUnavailableWhileTheFirstFetchIsUnderWay) {
  EXPECT_EQ(kind("fake-1"), Kind::Fetch);
  EXPECT_EQ(kind("fake-1"), Kind::Unavailable);
  now += std::chrono::seconds(10);
  EXPECT_EQ(kind("fake-1"), Kind::Fetch);
}

TEST_F(Keys, AreNotTakenFromAnswersThatAreNone) {
  fill();
  now += hours(24);
  const auto fetch = keys.due(now);
  ASSERT_TRUE(fetch.has_value());
  EXPECT_FALSE(keys.fetched("fake.keys", fakes::ScriptedClient::answered(500, fakes::teams_keys())));
  EXPECT_FALSE(keys.fetched("other.keys", fakes::ScriptedClient::answered(200, fakes::teams_keys())));
  for (const char* body :
       {"", "<html>", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[1,null,{"kty":"EC","kid":"x"}]})",
        R"({"keys":[{"kty":"RSA","kid":"x","n":"AQAB","e":"AQAB"}]})"})
    EXPECT_FALSE(keys.fetched("fake.keys", fakes::ScriptedClient::answered(200, body))) << body;
  EXPECT_EQ(keys.count(), 1U);
  EXPECT_EQ(kind("fake-1"), Kind::Found);
}

TEST_F(Keys, LieOnlyWhereTheWayThereIsSafe) {
  ASSERT_TRUE(keys.due(now).has_value());
  for (const char* url : {"", "ftp://login.example.org/keys", "http://login.example.org/keys", "http://evil.example/keys",
                          "https://user@evil.example/keys", "/v1/keys"})
    EXPECT_FALSE(
        keys.fetched("fake.metadata", fakes::ScriptedClient::answered(200, std::string(R"({"jwks_uri":")") + url + "\"}")))
        << url;
  EXPECT_FALSE(keys.due(now).has_value());
  EXPECT_TRUE(
      keys.fetched("fake.metadata", fakes::ScriptedClient::answered(200, R"({"jwks_uri":"https://keys.example.org/k"})")));
  EXPECT_EQ(keys.due(now)->request.url, "https://keys.example.org/k");
}

}  // namespace
}  // namespace allybot::platforms
