#include "bot/platforms/teams/token_request.h"
#include "bot/platforms/token_source.h"

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/scripted_client.h"

#include <gtest/gtest.h>

namespace allybot::platforms::teams {
namespace {

using fakes::ScriptedClient;
using Kind = SendOutcome::Kind;
using std::chrono::minutes;
using std::chrono::seconds;

std::function<http::ClientRequest(TimePoint)> asking(const Credentials& credentials) {
  return [credentials](TimePoint) { return token_request(credentials); };
}

struct TeamsToken : testing::Test {
  fakes::FakeClock clock;
  ScriptedClient client;
  TokenSource tokens{client, clock,
                     asking({"https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
                             "https://api.botframework.com/.default", "the-client", Secret("s&cret=1")})};
  int given = 0;

  void give(const std::string& life = "3600") {
    client.answer([this, life](const http::ClientRequest&) {
      return ScriptedClient::answered(
          200, R"({"token_type":"Bearer","expires_in":)" + life + R"(,"access_token":"token-)" + std::to_string(++given) + "\"}");
    });
  }
  static http::ClientOutcome refused(const char* error, const char* description, int status = 401) {
    return ScriptedClient::answered(status,
                                    std::string(R"({"error":")") + error + R"(","error_description":")" + description + "\"}");
  }
  std::string got() {
    const auto one = tokens.get();
    return one.token ? one.token->reveal() : "none: " + one.why.reason;
  }
};

TEST_F(TeamsToken, IsAskedForAsEntraWantsIt) {
  give();
  EXPECT_EQ(got(), "token-1");
  ASSERT_EQ(client.requests().size(), 1U);
  const auto request = client.requests()[0];
  EXPECT_EQ(request.method, http::Method::Post);
  EXPECT_EQ(request.url, "https://login.microsoftonline.com/tenant/oauth2/v2.0/token");
  EXPECT_EQ(request.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(request.body,
            "grant_type=client_credentials&client_id=the-client&client_secret=s%26cret%3D1"
            "&scope=https%3A%2F%2Fapi.botframework.com%2F.default");
}

TEST_F(TeamsToken, IsKeptUntilFiveMinutesBeforeItsEnd) {
  give();
  EXPECT_EQ(got(), "token-1");
  clock.advance(minutes(55));
  EXPECT_EQ(got(), "token-1");
  clock.advance(milliseconds(1));
  EXPECT_EQ(got(), "token-2");
}

TEST_F(TeamsToken, IsRefreshedEarlyWhereNobodyWaits) {
  give();
  tokens.keep_fresh();
  clock.advance(minutes(45));
  tokens.keep_fresh();
  EXPECT_EQ(given, 1);
  clock.advance(minutes(1));
  tokens.keep_fresh();
  EXPECT_EQ(given, 2);
  client.answer(ScriptedClient::answered(503, ""));
  clock.advance(minutes(50));
  tokens.keep_fresh();
  EXPECT_EQ(got(), "token-2") << "one that still lives is better than none";
}

TEST_F(TeamsToken, LivesAsLongAsItSaysWithinReason) {
  const std::pair<const char*, seconds> rows[] = {
      {"600", seconds(600)}, {R"("600")", seconds(600)},    {"0", seconds(60)}, {"-5", seconds(60)}, {R"("soon")", seconds(60)},
      {"null", seconds(60)}, {"999999999", seconds(86400)},
  };
  for (const auto& [told, life] : rows) {
    TokenSource fresh{client, clock, asking({"https://l/t", "s", "c", Secret("x")})};
    give(told);
    const int before = given;
    fresh.get();
    if (life > minutes(5)) {
      clock.advance(life - minutes(5));
      fresh.get();
      EXPECT_EQ(given, before + 1) << told;
      clock.advance(milliseconds(1));
    }
    fresh.get();
    EXPECT_EQ(given, before + 2) << told;
  }
}

TEST_F(TeamsToken, IsAskedForAgainOnceThePlatformRefusedIt) {
  give();
  const auto first = tokens.get().token;
  tokens.drop(first);
  EXPECT_EQ(got(), "token-2");
  tokens.drop(first);
  EXPECT_EQ(got(), "token-2") << "another than the refused one stays";
}

TEST_F(TeamsToken, RemembersARefusalForAWhile) {
  client.answer(refused("invalid_client", "AADSTS7000215: Invalid client secret provided. Trace ID: 1"));
  for (int i = 0; i < 5; ++i) {
    const auto one = tokens.get();
    EXPECT_EQ(one.token, nullptr);
    EXPECT_EQ(one.why.kind, Kind::TokenDead);
    EXPECT_EQ(one.why.reason, "invalid_client");
    EXPECT_EQ(one.code, "AADSTS7000215");
  }
  EXPECT_EQ(client.requests().size(), 1U);
  clock.advance(seconds(20));
  give();
  EXPECT_EQ(got(), "token-1");
}

TEST_F(TeamsToken, AsksAgainWhenTheClockWentBack) {
  client.answer(refused("invalid_client", ""));
  tokens.get();
  clock.set(clock.now() - std::chrono::hours(1));
  give();
  EXPECT_EQ(got(), "token-1");
}

TEST_F(TeamsToken, SortsWhatTheLoginSays) {
  const struct {
    http::ClientOutcome outcome;
    Kind kind;
    const char* reason;
  } rows[] = {
      {refused("invalid_client", "", 401), Kind::TokenDead, "invalid_client"},
      {refused("unauthorized_client", "", 400), Kind::TokenDead, "unauthorized_client"},
      {refused("invalid_request", "", 400), Kind::TokenDead, "invalid_request"},
      {ScriptedClient::answered(403, "<html>"), Kind::TokenDead, "token_refused"},
      {ScriptedClient::answered(401, R"({"error":7})"), Kind::TokenDead, "token_refused"},
      {ScriptedClient::answered(429, "", {{"Retry-After", "9"}}), Kind::Wait, "token_ratelimited"},
      {ScriptedClient::answered(404, ""), Kind::NotSent, "token_http_404"},
      {ScriptedClient::answered(500, ""), Kind::NotSent, "token_http_500"},
      {ScriptedClient::answered(302, ""), Kind::NotSent, "token_http_302"},
      {ScriptedClient::answered(200, ""), Kind::NotSent, "token_http_200"},
      {ScriptedClient::answered(200, R"({"access_token":""})"), Kind::NotSent, "token_http_200"},
      {ScriptedClient::answered(200, R"({"access_token":"two words"})"), Kind::NotSent, "token_http_200"},
      {ScriptedClient::answered(200, R"({"access_token":"a\r\nX-Evil: 1"})"), Kind::NotSent, "token_http_200"},
      {ScriptedClient::answered(200, R"({"access_token":[]})"), Kind::NotSent, "token_http_200"},
      {ScriptedClient::answered(200, R"({"access_token":")" + std::string(20000, 'a') + "\"}"), Kind::NotSent, "token_http_200"},
      {ScriptedClient::never_left("refused"), Kind::NotSent, "token_refused"},
      {ScriptedClient::unheard("timeout"), Kind::NotSent, "token_timeout"},
  };
  for (const auto& row : rows) {
    TokenSource fresh{client, clock, asking({"https://l/t", "s", "c", Secret("x")})};
    client.answer(row.outcome);
    const auto one = fresh.get();
    EXPECT_EQ(one.token, nullptr);
    EXPECT_EQ(one.why.kind, row.kind) << row.reason;
    EXPECT_EQ(one.why.reason, row.reason);
  }
}

TEST_F(TeamsToken, TakesNoCodeThatIsNone) {
  for (const char* description : {"", "Invalid client", "aadsts7", "x AADSTS7000215"}) {
    TokenSource fresh{client, clock, asking({"https://l/t", "s", "c", Secret("x")})};
    client.answer(refused("invalid_client", description));
    EXPECT_EQ(fresh.get().code, "") << description;
  }
}

}  // namespace
}  // namespace allybot::platforms::teams
