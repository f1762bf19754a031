#include "bot/platforms/discord/send.h"

#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::ScriptedClient;
using Kind = SendOutcome::Kind;

struct DiscordSend : DiscordTest {
  Outgoing post(const std::string& target = "100000000000000444", const std::string& mark = "delivery-1") {
    const ChannelKey to{PlatformId("discord"), WorkspaceId(place.guild), ChannelId(target)};
    return {to.str(), *adapter->post(fakes::sample_cards().front().second, to, "", now), mark, now};
  }
  static http::ClientOutcome refusal(int status, std::int64_t code) {
    return ScriptedClient::answered(status,
                                    R"({"message":"In words that no program reads","code":)" + std::to_string(code) + '}');
  }
  static http::ClientOutcome posted() {
    return ScriptedClient::answered(200, R"({"id":"100000000000000999","channel_id":"100000000000000444"})");
  }
  static std::string header(const http::ClientRequest& request, const char* name) {
    return std::string(request.headers.only(name).value_or("(none)"));
  }
};

TEST_F(DiscordSend, PostsUnderANonce) {
  client.answer(posted());
  const SendOutcome outcome = adapter->send(post());
  EXPECT_EQ(outcome.kind, Kind::Sent);
  EXPECT_EQ(outcome.remote, "100000000000000444:100000000000000999");
  ASSERT_EQ(client.requests().size(), 1U);
  const http::ClientRequest request = client.requests()[0];
  EXPECT_EQ(request.url, "https://discord.com/api/v10/channels/100000000000000444/messages");
  EXPECT_EQ(header(request, "Authorization"), std::string("Bot ") + fakes::kDiscordToken);
  EXPECT_EQ(header(request, "User-Agent"), "DiscordBot (https://bot.example.org, 1)");
  const auto body = json(request.body);
  EXPECT_EQ(body.at("enforce_nonce"), true);
  EXPECT_EQ(body.at("nonce"), nonce_of("delivery-1"));
  EXPECT_EQ(fakes::discord_complaints(request.body), std::vector<std::string>{});
}

TEST_F(DiscordSend, MakesOneNonceOfOneMark) {
  EXPECT_EQ(nonce_of("a"), nonce_of("a"));
  EXPECT_NE(nonce_of("a"), nonce_of("b"));
  EXPECT_EQ(nonce_of(std::string(1000, 'x')).size(), 22U);
  client.answer(posted());
  adapter->send(post("100000000000000444", ""));
  EXPECT_FALSE(json(client.requests()[0].body).contains("nonce"));
}

TEST_F(DiscordSend, OpensAConversationOnceAndPostsThere) {
  client.answer([](const http::ClientRequest& request) {
    if (request.url.find("/users/@me/channels") != std::string::npos)
      return ScriptedClient::answered(200, R"({"id":"100000000000000777","type":1})");
    return posted();
  });
  EXPECT_EQ(adapter->send(post("@100000000000000555")).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(post("@100000000000000555", "delivery-2")).kind, Kind::Sent);
  const auto requests = client.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(json(requests[0].body), (nlohmann::json{{"recipient_id", "100000000000000555"}}));
  EXPECT_EQ(requests[1].url, "https://discord.com/api/v10/channels/100000000000000777/messages");
  EXPECT_EQ(requests[2].url, requests[1].url);
}

TEST_F(DiscordSend, SaysNotSentWhileNoConversationIsOpen) {
  for (const auto& outcome :
       {ScriptedClient::unheard("timeout"), ScriptedClient::never_left("refused"), ScriptedClient::answered(500, "oops"),
        ScriptedClient::answered(200, "<html>"), ScriptedClient::answered(200, R"({"id":"x"})")}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->send(post("@100000000000000555")).kind, Kind::NotSent) << outcome.status;
  }
  client.answer(refusal(400, 50007));
  EXPECT_EQ(adapter->send(post("@100000000000000555")).kind, Kind::NeedsCare);
}

TEST_F(DiscordSend, SortsRefusalsByDiscordsNumber) {
  const struct {
    int status;
    std::int64_t code;
    Kind kind;
    const char* reason;
  } rows[] = {
      {404, 10003, Kind::Gone, "unknown_channel"},
      {404, 10008, Kind::Gone, "unknown_message"},
      {403, 50278, Kind::Gone, "no_shared_server"},
      {403, 50001, Kind::NeedsCare, "not_invited"},
      {403, 50013, Kind::NeedsCare, "missing_permission"},
      {403, 50007, Kind::NeedsCare, "takes_no_direct_messages"},
      {403, 0, Kind::NeedsCare, "http_403"},
      {401, 0, Kind::TokenDead, "token_refused"},
      {401, 40001, Kind::TokenDead, "token_refused"},
      {400, 50035, Kind::Refused, "50035"},
      {400, 50006, Kind::Refused, "50006"},
      {400, 50109, Kind::Refused, "50109"},
      {413, 40005, Kind::Refused, "40005"},
      {404, 0, Kind::NotSent, "http_404"},
      {403, 40333, Kind::NotSent, "agent_refused"},
      {408, 0, Kind::NotSent, "http_408"},
      {301, 0, Kind::NotSent, "http_301"},
      {502, 0, Kind::NotSent, "http_502"},
      {503, 0, Kind::NotSent, "http_503"},
      {500, 0, Kind::Unknown, "http_500"},
      {504, 0, Kind::Unknown, "http_504"},
  };
  for (const auto& row : rows) {
    client.answer(refusal(row.status, row.code));
    const SendOutcome outcome = adapter->send(post());
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.code;
    EXPECT_EQ(outcome.reason, row.reason) << row.status << ' ' << row.code;
  }
  for (const std::int64_t code : {30046, 20016, 20028, 40003}) {
    client.answer(refusal(400, code));
    const SendOutcome outcome = adapter->send(post());
    EXPECT_EQ(outcome.kind, Kind::Wait) << code;
    EXPECT_EQ(outcome.wait, std::chrono::seconds(60)) << code;
  }
}

TEST_F(DiscordSend, TellsSilenceFromNeverHavingCalled) {
  client.answer(ScriptedClient::never_left("refused"));
  EXPECT_EQ(adapter->send(post()).kind, Kind::NotSent);
  client.answer(ScriptedClient::unheard("timeout"));
  EXPECT_EQ(adapter->send(post()).kind, Kind::Unknown);
  for (const char* body : {"", "<html>", "{}", R"({"id":7})", R"({"id":"x"})"}) {
    client.answer(ScriptedClient::answered(200, body));
    EXPECT_EQ(adapter->send(post()).kind, Kind::Unknown) << body;
  }
}

TEST_F(DiscordSend, WaitsAsLongAsItIsTold) {
  const struct {
    const char* body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds wait;
  } rows[] = {
      {R"({"message":"slow","retry_after":1.337,"global":false})", {{"Retry-After", "65"}}, std::chrono::milliseconds(1337)},
      {"error code: 1015", {{"Retry-After", "7"}}, std::chrono::seconds(7)},
      {"", {}, std::chrono::seconds(5)},
      {R"({"retry_after":"soon"})", {{"Retry-After", "Tue"}}, std::chrono::seconds(5)},
      {R"({"retry_after":-4})", {{"Retry-After", "-4"}}, std::chrono::seconds(5)},
      {R"({"retry_after":1e300})", {}, std::chrono::hours(1)},
  };
  for (const auto& row : rows) {
    adapter = make();  // another pace
    client.answer(ScriptedClient::answered(429, row.body, row.headers));
    const SendOutcome outcome = adapter->send(post());
    EXPECT_EQ(outcome.kind, Kind::Wait) << row.body;
    EXPECT_EQ(outcome.wait, row.wait) << row.body;
  }
}

TEST_F(DiscordSend, LeavesARouteAloneUntilItMayBeCalledAgain) {
  client.answer(ScriptedClient::answered(
      200, R"({"id":"100000000000000999"})",
      {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset-After", "1.5"}, {"X-RateLimit-Bucket", "abcd"}}));
  EXPECT_EQ(adapter->send(post()).kind, Kind::Sent);
  const SendOutcome held = adapter->send(post());
  EXPECT_EQ(held.kind, Kind::Wait);
  EXPECT_GE(held.wait, std::chrono::milliseconds(1500));
  EXPECT_LT(held.wait, std::chrono::milliseconds(1600));
  EXPECT_EQ(client.requests().size(), 1U) << "not asked: refusals are counted against us";
  EXPECT_EQ(adapter->send(post("100000000000000445")).kind, Kind::Sent) << "another channel has a bucket of its own";
  rig.clock.advance(std::chrono::milliseconds(1501));
  EXPECT_EQ(adapter->send(post()).kind, Kind::Sent);
}

TEST_F(DiscordSend, LeavesAllAloneAtTheLimitOverAllCalls) {
  client.answer(ScriptedClient::answered(429, R"({"retry_after":2,"global":true})", {{"X-RateLimit-Global", "true"}}));
  EXPECT_EQ(adapter->send(post()).kind, Kind::Wait);
  EXPECT_EQ(adapter->send(post("100000000000000445")).kind, Kind::Wait);
  EXPECT_EQ(client.requests().size(), 1U);
  const Rendered late = adapter->render(Answer{fakes::sample_cards().front().second}, asked(), Timing::Late, now);
  client.answer(ScriptedClient::answered(200, "{}"));
  EXPECT_EQ(adapter->send(late.calls.at(0)).kind, Kind::Sent) << "answers to interactions are not counted there";
  rig.clock.advance(std::chrono::seconds(3));
  client.answer(posted());
  EXPECT_EQ(adapter->send(post("100000000000000445")).kind, Kind::Sent);
}

TEST_F(DiscordSend, AnswersLateByTheInteractionsTokenAlone) {
  client.answer(ScriptedClient::answered(200, "{}"));
  const Card card = fakes::sample_cards().front().second;
  EXPECT_EQ(adapter->send(adapter->render(Answer{card}, asked(), Timing::Late, now).calls.at(0)).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(adapter->render(Answer{card}, pressed(), Timing::Late, now).calls.at(0)).kind, Kind::Sent);
  const auto requests = client.requests();
  const std::string path = std::string("https://discord.com/api/v10/webhooks/") + fakes::kDiscordApplication + '/' + place.token;
  EXPECT_EQ(requests[0].method, http::Method::Patch);
  EXPECT_EQ(requests[0].url, path + "/messages/@original");
  EXPECT_EQ(requests[1].method, http::Method::Post);
  EXPECT_EQ(requests[1].url, path);
  for (const auto& request : requests) {
    EXPECT_EQ(header(request, "Authorization"), "(none)");
    EXPECT_EQ(header(request, "User-Agent").substr(0, 10), "DiscordBot");
  }
}

TEST_F(DiscordSend, LetsALateAnswerGoOnceItsTokenIsOver) {
  const Outgoing late = adapter->render(Answer{fakes::sample_cards().front().second}, asked(), Timing::Late, now).calls.at(0);
  for (const auto& outcome :
       {refusal(401, 50027), refusal(404, 10062), refusal(404, 10015), refusal(401, 0), refusal(400, 40094)}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->send(late).kind, Kind::Gone) << outcome.body;
  }
  client.answer(ScriptedClient::answered(204, ""));
  EXPECT_EQ(adapter->send(late).kind, Kind::Sent);
}

TEST_F(DiscordSend, CallsNothingButItsOwnKindsOfCalls) {
  for (const char* payload :
       {"", "p", "p 1", "x 1\n{}", "p ../users/@me\n{}", "p 1/2\n{}", "p 1\n", "p 1\n[]", "p @\n{}", "p @kim\n{}", "o 1\n{}",
        "o 1 a/b\n{}", "o x tok\n{}", "o 1 .. \n{}", "f 1 ..\n{}", "f 1 a b\n{}", "f 1 a?b\n{}"})
    EXPECT_EQ(adapter->send({"d", payload, "m", now}).kind, Kind::Refused) << payload;
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DiscordSend, LogsNoToken) {
  client.answer(refusal(401, 0));
  adapter->send(post());
  adapter->send(adapter->render(Answer{fakes::sample_cards().front().second}, asked(), Timing::Late, now).calls.at(0));
  EXPECT_EQ(log.all_text().find(fakes::kDiscordToken), std::string::npos);
  EXPECT_EQ(log.all_text().find(place.token), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::discord
