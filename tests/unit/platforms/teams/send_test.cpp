#include "tests/fakes/capturing_log.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

using fakes::ScriptedClient;
using Kind = SendOutcome::Kind;
using http::ClientOutcome;
using http::ClientRequest;

struct TeamsSend : TeamsRig {
  static ClientOutcome refusal(int status, const std::string& code) {
    return ScriptedClient::answered(status,
                                    Json{{"error", {{"code", code}, {"message", "In words that no program reads"}}}}.dump());
  }
  static ClientOutcome posted() { return ScriptedClient::answered(201, R"({"id":"1700000000009"})"); }
  static ClientOutcome token() {
    return ScriptedClient::answered(200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"fake.access.token"})");
  }
  /// Tokens are given; `answer` is what the connector says to everything.
  void connector_says(std::function<ClientOutcome(const ClientRequest&)> answer) {
    rig.clock.advance(std::chrono::seconds(2));  // nobody is too early
    client.answer([answer = std::move(answer)](const ClientRequest& request) {
      return request.url.find("/oauth2/v2.0/token") != std::string::npos ? token() : answer(request);
    });
  }
  void connector_says(const ClientOutcome& outcome) {
    connector_says([outcome](const ClientRequest&) { return outcome; });
  }
  std::vector<ClientRequest> calls() const {
    auto all = client.requests();
    std::erase_if(all, [](const ClientRequest& one) { return one.url.find("/oauth2/") != std::string::npos; });
    return all;
  }
  std::size_t tokens_asked() const { return client.requests().size() - calls().size(); }
  Outgoing to_channel() {
    return {channel.str(), *adapter->post(fakes::sample_cards().front().second, channel, fakes::kTeamsService, now), "d1", now};
  }
  Outgoing to_alice() {
    return {direct.str(), *adapter->post(fakes::sample_cards().front().second, direct, fakes::kTeamsService, now), "d2", now};
  }
  Outgoing update() {
    const auto pressed = receive_as<Press>(fakes::teams_press(data({"more", "tips/a"}, channel, alice.member), own)).origin;
    return adapter->render(Replace{fakes::sample_cards().front().second}, pressed, Timing::Late, now).calls.at(0);
  }
  static bool is_creation(const ClientRequest& request) {
    return request.url == std::string(fakes::kTeamsService) + "v3/conversations";
  }
};
constexpr const char* kAliceId = "a%3A1fakeConversation-with_Alice";

TEST_F(TeamsSend, PostsWithOurToken) {
  connector_says(posted());
  const SendOutcome outcome = adapter->send(to_channel());
  EXPECT_EQ(outcome.kind, Kind::Sent);
  EXPECT_EQ(outcome.remote, "1700000000009");
  ASSERT_EQ(calls().size(), 1U);
  const ClientRequest request = calls()[0];
  EXPECT_EQ(request.method, http::Method::Post);
  EXPECT_EQ(request.url, "https://smba.trafficmanager.net/amer/v3/conversations/19%3Afakeops%40thread.tacv2/activities");
  EXPECT_EQ(request.headers.only("Authorization"), "Bearer fake.access.token");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(fakes::teams_complaints(request.body), std::vector<std::string>{});
}

TEST_F(TeamsSend, AsksForAConversationOnceAndPostsThere) {
  connector_says([](const ClientRequest& request) {
    return is_creation(request) ? ScriptedClient::answered(201, R"({"id":"a:1fakeConversation-with_Alice"})") : posted();
  });
  EXPECT_EQ(adapter->send(to_alice()).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(to_alice()).kind, Kind::Sent);
  const auto all = calls();
  ASSERT_EQ(all.size(), 3U);
  const Json wanted = Json::parse(all[0].body);
  EXPECT_EQ(wanted.at("bot").at("id"), std::string("28:") + fakes::kTeamsClient);
  EXPECT_EQ(wanted.at("members"), Json::array({Json{{"id", "29:fakeAlice"}}}));
  EXPECT_EQ(wanted.at("tenantId"), fakes::kTeamsTenant);
  EXPECT_EQ(wanted.at("isGroup"), false);
  EXPECT_EQ(all[1].url, std::string(fakes::kTeamsService) + "v3/conversations/" + kAliceId + "/activities");
  EXPECT_EQ(all[2].url, all[1].url);
}

TEST_F(TeamsSend, NeedsNoConversationOfAMemberWhoWrote) {
  receive_as<Command>(fakes::teams_message("tip", own));
  connector_says(posted());
  EXPECT_EQ(adapter->send(to_alice()).kind, Kind::Sent);
  ASSERT_EQ(calls().size(), 1U);
  EXPECT_NE(calls()[0].url.find(kAliceId), std::string::npos);
}

TEST_F(TeamsSend, SaysNotSentWhileThereIsNoConversation) {
  for (const auto& outcome :
       {ScriptedClient::unheard("timeout"), ScriptedClient::never_left("refused"), refusal(500, "ServiceError"),
        refusal(502, "ServiceError"), ScriptedClient::answered(200, "<html>"), ScriptedClient::answered(200, "{}"),
        ScriptedClient::answered(200, R"({"id":"../x"})"), ScriptedClient::answered(504, "")}) {
    connector_says(outcome);
    EXPECT_EQ(adapter->send(to_alice()).kind, Kind::NotSent) << outcome.status << outcome.body;
  }
  connector_says(refusal(403, "ForbiddenOperationException"));
  const SendOutcome refused = adapter->send(to_alice());
  EXPECT_EQ(refused.kind, Kind::NeedsCare);
  EXPECT_EQ(refused.reason, "not_installed");
}

TEST_F(TeamsSend, AsksAnewForAConversationThatIsGone) {
  receive_as<Command>(fakes::teams_message("tip", own));
  connector_says(refusal(404, "ConversationNotFound"));
  const SendOutcome first = adapter->send(to_alice());
  EXPECT_EQ(first.kind, Kind::NotSent) << "what we remembered was old";
  EXPECT_EQ(first.reason, "channel_not_found");
  connector_says([](const ClientRequest& request) {
    return is_creation(request) ? ScriptedClient::answered(201, R"({"id":"a:2new"})") : posted();
  });
  EXPECT_EQ(adapter->send(to_alice()).kind, Kind::Sent);
  EXPECT_NE(calls().back().url.find("a%3A2new"), std::string::npos);
}

TEST_F(TeamsSend, SortsRefusalsByTheConnectorsWord) {
  const struct {
    int status;
    const char* word;
    Kind kind;
    const char* reason;
  } rows[] = {
      {400, "Bad Argument", Kind::Refused, "Bad Argument"},
      {400, "BadSyntax", Kind::Refused, "BadSyntax"},
      {401, "BotNotRegistered", Kind::TokenDead, "not_registered"},
      {401, "Unauthorized", Kind::TokenDead, "token_refused"},
      {403, "BotDisabledByAdmin", Kind::NeedsCare, "disabled_by_admin"},
      {403, "BotNotInConversationRoster", Kind::NeedsCare, "not_invited"},
      {404, "BotNotInConversationRoster", Kind::NeedsCare, "not_invited"},
      {403, "ConversationBlockedByUser", Kind::NeedsCare, "blocked_by_user"},
      {403, "ForbiddenOperationException", Kind::NeedsCare, "not_installed"},
      {403, "InvalidBotApiHost", Kind::NeedsCare, "other_cloud"},
      {403, "NotEnoughPermissions", Kind::NeedsCare, "not_permitted"},
      {403, "SomethingNew", Kind::NeedsCare, "not_permitted"},
      {404, "ConversationNotFound", Kind::Gone, "channel_not_found"},
      {404, "ActivityNotFoundInConversation", Kind::Gone, "message_not_found"},
      {404, "SomethingNew", Kind::Gone, "channel_not_found"},
      {412, "PreconditionFailed", Kind::NotSent, "PreconditionFailed"},
      {413, "MessageSizeTooBig", Kind::Refused, "too_big"},
      {500, "ServiceError", Kind::Unknown, "ServiceError"},
      {502, "ServiceError", Kind::NotSent, "ServiceError"},
      {503, "ServiceUnavailable", Kind::NotSent, "ServiceUnavailable"},
      {504, "GatewayTimeout", Kind::NotSent, "GatewayTimeout"},
  };
  for (const auto& row : rows) {
    connector_says(refusal(row.status, row.word));
    const SendOutcome outcome = adapter->send(to_channel());
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.word;
    EXPECT_EQ(outcome.reason, row.reason) << row.status << ' ' << row.word;
  }
}

TEST_F(TeamsSend, GoesByTheStatusWhereNobodySaysAWord) {
  const struct {
    int status;
    Kind kind;
    const char* reason;
  } rows[] = {
      {301, Kind::NotSent, "http_301"},        {400, Kind::Refused, "http_400"}, {401, Kind::TokenDead, "token_refused"},
      {403, Kind::NeedsCare, "not_permitted"}, {404, Kind::NotSent, "http_404"}, {405, Kind::Refused, "http_405"},
      {408, Kind::NotSent, "http_408"},        {412, Kind::NotSent, "http_412"}, {413, Kind::Refused, "too_big"},
      {500, Kind::Unknown, "http_500"},        {502, Kind::Unknown, "http_502"}, {503, Kind::NotSent, "http_503"},
      {504, Kind::Unknown, "http_504"},
  };
  for (const auto& row : rows)
    for (const char* text : {"", "<html>a proxy's page</html>", "[]", R"({"error":"text"})", R"({"error":{"code":7}})"}) {
      connector_says(ScriptedClient::answered(row.status, text));
      const SendOutcome outcome = adapter->send(to_channel());
      EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << text;
      EXPECT_EQ(outcome.reason, row.reason) << row.status << ' ' << text;
    }
}

TEST_F(TeamsSend, ReadsARefusalWithJsonInsideOfAText) {
  connector_says(ScriptedClient::answered(
      403, R"({"errorCode":209,"message":"{\r\n  \"subCode\": \"MessageWritesBlocked\",\r\n  \"details\": \"x\"\r\n}"})"));
  const SendOutcome outcome = adapter->send(to_channel());
  EXPECT_EQ(outcome.kind, Kind::NeedsCare);
  EXPECT_EQ(outcome.reason, "blocked_by_user");
  for (const char* inner : {"", "no JSON", "{", R"({\"subCode\":7})", R"([\"MessageWritesBlocked\"])"}) {
    connector_says(ScriptedClient::answered(403, std::string(R"({"errorCode":209,"message":")") + inner + "\"}"));
    EXPECT_EQ(adapter->send(to_channel()).reason, "not_permitted") << inner;
  }
}

TEST_F(TeamsSend, TellsSilenceFromNeverHavingCalled) {
  connector_says(ScriptedClient::never_left("refused"));
  EXPECT_EQ(adapter->send(to_channel()).kind, Kind::NotSent);
  connector_says(ScriptedClient::unheard("timeout"));
  EXPECT_EQ(adapter->send(to_channel()).kind, Kind::Unknown) << "Teams has no key under which it could be sent again";
  for (const char* text : {"", "<html>", "{}", R"({"id":7})", R"({"id":"a/b"})"}) {
    connector_says(ScriptedClient::answered(200, text));
    EXPECT_EQ(adapter->send(to_channel()).kind, Kind::Unknown) << text;
  }
  connector_says(ScriptedClient::answered(202, ""));
  EXPECT_EQ(adapter->send(to_channel()).kind, Kind::Sent) << "taken, and it may never tell an id";
}

TEST_F(TeamsSend, WaitsAsLongAsItIsTold) {
  const std::pair<std::vector<std::pair<std::string, std::string>>, std::chrono::seconds> rows[] = {
      {{{"Retry-After", "7"}}, std::chrono::seconds(7)},
      {{{"Retry-After", " 3 "}}, std::chrono::seconds(3)},
      {{{"Retry-After", "0"}}, std::chrono::seconds(1)},
      {{{"Retry-After", "-4"}}, std::chrono::seconds(5)},
      {{{"Retry-After", "99999"}}, std::chrono::hours(1)},
      {{{"Retry-After", "Tue"}}, std::chrono::seconds(5)},
      {{}, std::chrono::seconds(5)},
      {{{"Retry-After", "2"}, {"retry-after", "9"}}, std::chrono::seconds(5)},
  };
  for (const auto& [headers, wait] : rows) {
    connector_says(ScriptedClient::answered(429, R"({"error":{"code":"Throttled"}})", headers));
    const SendOutcome outcome = adapter->send(to_channel());
    EXPECT_EQ(outcome.kind, Kind::Wait);
    EXPECT_EQ(outcome.wait, wait) << (headers.empty() ? "" : headers[0].second);
  }
}

TEST_F(TeamsSend, ReplacesATokenThatIsRefusedOnce) {
  int refusals = 1;
  connector_says([&](const ClientRequest&) { return refusals-- > 0 ? refusal(401, "Unauthorized") : posted(); });
  EXPECT_EQ(adapter->send(to_channel()).kind, Kind::Sent);
  EXPECT_EQ(tokens_asked(), 2U);
  EXPECT_EQ(calls().size(), 2U);
  refusals = 100;
  EXPECT_EQ(adapter->send(to_channel()).kind, Kind::TokenDead);
  EXPECT_EQ(calls().size(), 4U) << "a second refusal is believed";
}

TEST_F(TeamsSend, UpdatesAMessageAndPostsAnewWhenItIsGone) {
  const Outgoing change = update();
  connector_says(ScriptedClient::answered(200, "{}"));
  EXPECT_EQ(adapter->send(change).kind, Kind::Sent);
  EXPECT_EQ(calls().back().method, http::Method::Put);
  EXPECT_EQ(calls().back().url, std::string(fakes::kTeamsService) + "v3/conversations/" + kAliceId + "/activities/1700000000001");
  connector_says([](const ClientRequest& request) {
    return request.method == http::Method::Put ? refusal(404, "ActivityNotFoundInConversation") : posted();
  });
  EXPECT_EQ(adapter->send(change).remote, "1700000000009");
  connector_says(refusal(403, "BotNotInConversationRoster"));
  EXPECT_EQ(adapter->send(change).kind, Kind::NeedsCare);
  connector_says(ScriptedClient::answered(404, "<html>some proxy</html>"));
  EXPECT_EQ(adapter->send(change).kind, Kind::NotSent) << "another server knows no such address";
}

TEST_F(TeamsSend, SendsNoTokenToAForeignHost) {
  connector_says(posted());
  for (const char* service : {"https://evil.example/", "http://smba.trafficmanager.net/amer/", "nonsense", ""}) {
    const SendOutcome outcome =
        adapter->send({"x", std::string("p\n") + service + "\n19:a@b\n\n{\"type\":\"message\"}", "", now});
    EXPECT_EQ(outcome.kind, Kind::Refused) << service;
    EXPECT_EQ(outcome.reason, "foreign_host");
  }
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(TeamsSend, RefusesWhatIsNoPayloadOfOurs) {
  connector_says(posted());
  for (const char* payload :
       {"", "p", "p\n\n\n", "p\n\n\n\n", "x\nhttps://smba.trafficmanager.net/\n19:a@b\n\n{}", "{}", "\n\n\n\n{}"})
    EXPECT_EQ(adapter->send({"x", payload, "", now}).reason, "payload_unreadable") << payload;
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(TeamsSend, ShowsAnAnswerToItsMemberAloneOnlyWhereThatIsWantedAndNothingElseHelps) {
  const auto answer = [this] {
    const auto asked = receive_as<Command>(fakes::teams_message("tip", ops)).origin;
    return adapter->send(adapter->render(Answer{fakes::sample_cards().front().second}, asked, Timing::Late, now).calls.at(0));
  };
  const auto connector = [&](const ClientOutcome& creation, const ClientOutcome& targeted) {
    connector_says([=](const ClientRequest& request) {
      if (is_creation(request)) return creation;
      return request.url.find("?isTargetedActivity=true") != std::string::npos ? targeted : posted();
    });
  };
  const ClientOutcome not_installed = refusal(403, "ForbiddenOperationException");
  connector(not_installed, posted());
  EXPECT_EQ(answer().reason, "not_installed") << "not unless it is wanted";
  EXPECT_EQ(calls().size(), 1U);

  rig.settings["TEAMS_TARGETED_MESSAGES"] = "on";
  adapter = make();
  EXPECT_EQ(answer().kind, Kind::Sent);
  EXPECT_EQ(calls().back().url, std::string(fakes::kTeamsService) +
                                    "v3/conversations/19%3Afakeops%40thread.tacv2/activities?isTargetedActivity=true");
  EXPECT_EQ(Json::parse(calls().back().body).at("recipient").at("id"), "29:fakeAlice");
  for (const auto& refused : {refusal(400, "Bad argument"), refusal(404, "BotNotInConversationRoster"), refusal(403, "x"),
                              ScriptedClient::never_left("refused")}) {
    connector(not_installed, refused);
    const SendOutcome outcome = answer();
    EXPECT_EQ(outcome.kind, Kind::NeedsCare) << refused.status;
    EXPECT_EQ(outcome.reason, "not_installed");
    EXPECT_NE(calls().back().url.find("?isTargetedActivity=true"), std::string::npos) << "never in public instead";
    rig.clock.advance(std::chrono::seconds(2));
  }
  connector(not_installed, ScriptedClient::unheard("timeout"));
  EXPECT_EQ(answer().kind, Kind::Unknown);
  for (const auto& away : {refusal(502, "ServiceError"), ScriptedClient::never_left("refused")}) {
    connector(away, posted());
    EXPECT_EQ(answer().kind, Kind::NotSent) << "a conversation may still be had";
  }
  const std::size_t before = calls().size();
  connector(not_installed, posted());
  EXPECT_EQ(adapter->send(to_alice()).reason, "not_installed") << "a nudge of one's own was asked for in no channel";
  EXPECT_EQ(calls().size(), before + 1);
}

TEST_F(TeamsSend, LogsNeitherTokenNorAddressNorText) {
  fakes::CapturingLog log;
  for (const auto& outcome : {posted(), refusal(401, "Unauthorized"), refusal(403, "x"), ScriptedClient::unheard("timeout")}) {
    connector_says(outcome);
    adapter->send(to_channel());
    adapter->send(to_alice());
  }
  for (const char* secret : {"fake.access.token", fakes::kTeamsSecret, "Say whose idea", "smba.trafficmanager"})
    EXPECT_EQ(log.all_text().find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace allybot::platforms::teams
