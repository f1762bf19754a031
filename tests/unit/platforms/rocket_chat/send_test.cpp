// What becomes of a message, by the table of Rocket.Chat's errors; and how one is found again.
#include "tests/fakes/fake_rocket_chat.h"
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

using Kind = SendOutcome::Kind;
using fakes::ScriptedClient;

struct RocketChatSending : RocketChatRig {
  const std::string to_room = *adapter->post(card("Do it."), ops, "", now);
  const std::string to_member = *adapter->post(card("Do it."), own, "", now);

  static http::ClientOutcome in_order(const std::string& url) {
    if (url.find("/subscriptions.getOne") != std::string::npos)
      return ScriptedClient::answered(200, R"({"success":true,"subscription":{"rid":"opsFAKE0000000001"}})");
    if (url.find("/users.info") != std::string::npos)
      return ScriptedClient::answered(
          200, R"({"success":true,"user":{"_id":"kimFAKE0000000001","username":"kim.fake","active":true}})");
    return ScriptedClient::answered(200, R"({"success":true,"room":{"_id":"dirFAKE0000000001"}})");
  }
  SendOutcome sent(const http::ClientOutcome& answer, const std::string& payload, const std::string& mark = "mark") {
    client.answer([answer](const http::ClientRequest& request) {
      return request.url.find("/chat.sendMessage") != std::string::npos ? answer : in_order(request.url);
    });
    return adapter->send({"d", payload, mark, now});
  }
  /// The same when the call before that one is answered so.
  SendOutcome prepared(const std::string& path, const http::ClientOutcome& answer, const std::string& payload) {
    client.answer([path, answer](const http::ClientRequest& request) {
      return request.url.find(path) != std::string::npos ? answer : in_order(request.url);
    });
    return adapter->send({"d", payload, "mark", now});
  }
};

constexpr const char* kAccepted = R"({"success":true,"message":{"_id":"m42"}})";

TEST_F(RocketChatSending, AsksAsTheBotAndNamesTheMessage) {
  EXPECT_EQ(sent(ScriptedClient::answered(200, kAccepted), to_room).remote, "m42");
  EXPECT_EQ(client.requests().at(0).url, "http://127.0.0.1:9991/api/v1/subscriptions.getOne?roomId=opsFAKE0000000001");
  const http::ClientRequest asked = client.requests().at(1);
  EXPECT_EQ(asked.url, "http://127.0.0.1:9991/api/v1/chat.sendMessage");
  EXPECT_EQ(asked.headers.only("X-User-Id").value_or(""), fakes::kRocketBot);
  EXPECT_EQ(asked.headers.only("X-Auth-Token").value_or(""), fakes::kRocketToken);
  EXPECT_EQ(asked.content_type, "application/json");
  json body = json::parse(asked.body);
  EXPECT_EQ(body.at("previewUrls"), json::array());
  const std::string id = body.at("message").at("_id");
  EXPECT_EQ(id.size(), 24U);
  EXPECT_EQ(body.at("message").at("rid"), "opsFAKE0000000001");
  EXPECT_EQ(body.at("message").at("msg"), "*A tip*\n\nDo it.");
  sent(ScriptedClient::answered(200, kAccepted), to_room);
  EXPECT_EQ(json::parse(client.requests().back().body).at("message").at("_id"), id) << "the same for the same delivery";
  sent(ScriptedClient::answered(200, kAccepted), to_room, "other");
  EXPECT_NE(json::parse(client.requests().back().body).at("message").at("_id"), id);
  sent(ScriptedClient::answered(200, kAccepted), to_room, "");
  EXPECT_FALSE(json::parse(client.requests().back().body).at("message").contains("_id")) << "answers have none";
}

TEST_F(RocketChatSending, FindsTheMembersOwnRoomOnce) {
  EXPECT_EQ(sent(ScriptedClient::answered(200, kAccepted), to_member).kind, Kind::Sent);
  ASSERT_EQ(client.requests().size(), 3U);
  EXPECT_EQ(client.requests().at(0).url, "http://127.0.0.1:9991/api/v1/users.info?userId=kimFAKE0000000001");
  EXPECT_EQ(client.requests().at(1).url, "http://127.0.0.1:9991/api/v1/im.create");
  EXPECT_EQ(client.requests().at(1).body, R"({"username":"kim.fake"})");
  EXPECT_EQ(json::parse(client.requests().at(2).body).at("message").at("rid"), "dirFAKE0000000001");
  sent(ScriptedClient::answered(200, kAccepted), to_member);
  EXPECT_EQ(client.requests().size(), 4U) << "remembered";
}

TEST_F(RocketChatSending, KeepsToAThread) {
  sent(ScriptedClient::answered(200, kAccepted), "@kimFAKE0000000001\nbegFAKE0000000001\nDo it.", "");
  EXPECT_EQ(json::parse(client.requests().back().body).at("message").at("tmid"), "begFAKE0000000001");
}

TEST_F(RocketChatSending, ForgetsARoomThatIsGone) {
  const auto gone = ScriptedClient::answered(400, R"({"success":false,"error":"error-invalid-room"})");
  EXPECT_EQ(sent(ScriptedClient::answered(200, kAccepted), to_member).kind, Kind::Sent);
  EXPECT_EQ(sent(gone, to_member).kind, Kind::NotSent) << "what was remembered may be old";
  EXPECT_EQ(sent(gone, to_member).kind, Kind::Gone) << "the new one, too";
}

TEST_F(RocketChatSending, KnowsWhatEachRefusalMeans) {
  const auto word = [](int status, const char* name, const char* text) {
    return ScriptedClient::answered(status, std::string(R"({"success":false,")") + name + R"(":")" + text + R"("})");
  };
  struct {
    http::ClientOutcome answer;
    Kind in_room, direct;
    const char* reason;
  } const rows[] = {
      {word(400, "error", "error-invalid-room"), Kind::Gone, Kind::Gone, "channel_not_found"},
      {word(400, "errorType", "error-room-not-found"), Kind::Gone, Kind::Gone, "channel_not_found"},
      {word(400, "errorType", "error-room-archived"), Kind::Gone, Kind::Gone, "archived"},
      {word(400, "error", "error-not-allowed"), Kind::NeedsCare, Kind::NeedsCare, "not_invited"},
      {word(400, "error", "room_is_blocked"), Kind::Gone, Kind::Gone, "blocked_by_user"},
      {word(400, "error", "You have been muted"), Kind::Unknown, Kind::Unknown, "http_400"},
      {word(400, "error", "You_have_been_muted"), Kind::NeedsCare, Kind::NeedsCare, "not_permitted"},
      {word(400, "error", "You can't send messages because the room is readonly."), Kind::NeedsCare, Kind::NeedsCare,
       "read_only"},
      {word(400, "errorType", "error-message-size-exceeded"), Kind::Refused, Kind::Refused, "error-message-size-exceeded"},
      {word(400, "errorType", "restricted-workspace"), Kind::NeedsCare, Kind::NeedsCare, "not_permitted"},
      {word(400, "errorType", "totp-required"), Kind::TokenDead, Kind::TokenDead, "second_factor_wanted"},
      {word(401, "message", "You must be logged in to do this."), Kind::TokenDead, Kind::TokenDead, "token_refused"},
      {word(403, "error", "unauthorized"), Kind::NeedsCare, Kind::NeedsCare, "not_permitted"},
      {word(400, "error", "error-too-many-requests"), Kind::Wait, Kind::Wait, "ratelimited"},
      {word(422, "error", "something-new"), Kind::Refused, Kind::Refused, "something-new"},
      {word(400, "error", "something-new"), Kind::Unknown, Kind::Unknown, "something-new"},
      {ScriptedClient::answered(400, "<html>"), Kind::Unknown, Kind::Unknown, "http_400"},
      {ScriptedClient::answered(404, "<html>"), Kind::NotSent, Kind::NotSent, "http_404"},
      {ScriptedClient::answered(503, ""), Kind::NotSent, Kind::NotSent, "http_503"},
      {ScriptedClient::answered(302, ""), Kind::NotSent, Kind::NotSent, "http_302"},
      {ScriptedClient::answered(500, ""), Kind::Unknown, Kind::Unknown, "http_500"},
      {ScriptedClient::answered(504, ""), Kind::Unknown, Kind::Unknown, "http_504"},
      {ScriptedClient::answered(200, R"({"success":false})"), Kind::Unknown, Kind::Unknown, "garbage"},
      {ScriptedClient::answered(200, R"({"success":true})"), Kind::Unknown, Kind::Unknown, ""},
      {ScriptedClient::never_left("refused"), Kind::NotSent, Kind::NotSent, "refused"},
      {ScriptedClient::unheard("timeout"), Kind::Unknown, Kind::Unknown, "timeout"},
  };
  for (const auto& row : rows) {
    const SendOutcome in_room = sent(row.answer, to_room);
    EXPECT_EQ(in_room.kind, row.in_room) << row.answer.status << row.answer.body;
    EXPECT_EQ(in_room.reason, row.reason) << row.answer.status << row.answer.body;
    adapter = make();  // remembers no room
    EXPECT_EQ(sent(row.answer, to_member).kind, row.direct) << row.answer.status << row.answer.body;
  }
  EXPECT_EQ(sent(ScriptedClient::answered(400, "<html>"), to_room, "").kind, Kind::Refused)
      << "without an id nothing can be looked up";
}

TEST_F(RocketChatSending, PostsNowhereThatTheBotIsNot) {
  const auto subscription = [&](const http::ClientOutcome& answer) { return prepared("/subscriptions.getOne", answer, to_room); };
  EXPECT_EQ(subscription(ScriptedClient::answered(200, R"({"success":true,"subscription":null})")).reason, "not_invited");
  EXPECT_EQ(subscription(ScriptedClient::answered(200, R"({"success":true,"subscription":null})")).kind, Kind::NeedsCare);
  EXPECT_EQ(subscription(ScriptedClient::answered(200, "<html>")).kind, Kind::NotSent);
  EXPECT_EQ(subscription(ScriptedClient::answered(400, "<html>")).kind, Kind::NotSent);
  EXPECT_EQ(subscription(ScriptedClient::answered(500, "")).kind, Kind::NotSent);
  EXPECT_EQ(subscription(ScriptedClient::answered(429, "")).kind, Kind::Wait);
  EXPECT_EQ(subscription(ScriptedClient::answered(401, "")).kind, Kind::TokenDead);
  EXPECT_EQ(subscription(ScriptedClient::unheard("timeout")).kind, Kind::NotSent) << "nothing was posted yet";
  for (const auto& asked : client.requests()) EXPECT_EQ(asked.url.find("sendMessage"), std::string::npos);
}

TEST_F(RocketChatSending, WritesToNobodyWhoIsGone) {
  const auto info = [&](const http::ClientOutcome& answer) { return prepared("/users.info", answer, to_member); };
  EXPECT_EQ(info(ScriptedClient::answered(400, R"({"success":false,"error":"User not found."})")).kind, Kind::Gone);
  EXPECT_EQ(info(ScriptedClient::answered(200, R"({"success":true,"user":{"username":"kim.fake","active":false}})")).reason,
            "user_not_found");
  EXPECT_EQ(info(ScriptedClient::answered(200, "<html>")).kind, Kind::NotSent);
  EXPECT_EQ(info(ScriptedClient::answered(200, R"({"success":true,"user":{"username":"a/b"}})")).kind, Kind::NotSent);
  EXPECT_EQ(info(ScriptedClient::answered(429, "")).kind, Kind::Wait);
  EXPECT_EQ(info(ScriptedClient::answered(401, "")).kind, Kind::TokenDead);
  const auto create = [&](const http::ClientOutcome& answer) { return prepared("/im.create", answer, to_member); };
  EXPECT_EQ(create(ScriptedClient::unheard("timeout")).kind, Kind::NotSent) << "nothing was said yet";
  EXPECT_EQ(create(ScriptedClient::answered(200, R"({"success":true,"room":{"_id":"a/b"}})")).kind, Kind::NotSent);
  EXPECT_EQ(create(ScriptedClient::answered(400, R"({"success":false,"errorType":"error-not-allowed"})")).reason,
            "not_permitted");
}

TEST_F(RocketChatSending, WaitsAsLongAsItIsTold) {
  const auto wait = [&](const std::string& until) {
    return sent(ScriptedClient::answered(429, "{}", {{"X-RateLimit-Reset", until}}), to_room).wait;
  };
  const std::int64_t at = to_unix_millis(rig.clock.now());
  EXPECT_EQ(wait(std::to_string(at + 28700)), milliseconds(28700)) << "a moment in milliseconds";
  EXPECT_EQ(wait(std::to_string(at + 10)), seconds(1));
  EXPECT_EQ(wait(std::to_string(at + 90000000)), std::chrono::hours(1));
  const milliseconds untold = sent(ScriptedClient::answered(429, "{}"), to_room).wait;
  EXPECT_GE(untold, seconds(1));
  for (const char* nothing : {"", "soon", "-5", "1", "1e20", "99999999999999999999999"})
    EXPECT_EQ(wait(nothing), untold) << nothing;
  EXPECT_EQ(sent(ScriptedClient::answered(429, "", {{"Retry-After", "7"}}), to_room).wait, seconds(7)) << "as a proxy says it";
}

TEST_F(RocketChatSending, RefusesWhatIsNoMessage) {
  for (const char* payload : {"", "x", "x\n", "x\n\n", "a b\n\nsaid", "x\na b\nsaid", "@\n\nsaid"})
    EXPECT_EQ(adapter->send({"d", payload, {}, now}).kind, Kind::Refused) << payload;
  EXPECT_TRUE(client.requests().empty());
}

struct RocketChatLookUp : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeRocketChat server;
  std::unique_ptr<http::Client> wire = http::make_client();
  std::unique_ptr<Adapter> adapter;
  const ChannelKey ops{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId(fakes::RocketPlace{}.room)};
  const ChannelKey own{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId("@kimFAKE0000000001")};

  RocketChatLookUp() {
    rig.settings = server.settings();
    adapter = std::move(*declaration().make(rig.environment(*wire)));
  }
  Outgoing nudge(const std::string& text, const ChannelKey& where, const std::string& mark = "m") {
    const TimePoint now = rig.clock.now();
    return {"d", *adapter->post(Card{"A tip", {Paragraph{text_line(text)}}, {}, {}}, where, "", now), mark, now};
  }
};

TEST_F(RocketChatLookUp, FindsWhatWasPostedThoughNobodyHeard) {
  for (const ChannelKey& where : {ops, own}) {
    const Outgoing lost = nudge("Do it.", where, "lost in " + where.channel.str());
    EXPECT_EQ(adapter->look_up(lost).kind, LookUp::Kind::Absent);
    server.platform().on_post(fakes::FakeRocketChat::kPosts).close_after_handling();
    EXPECT_EQ(adapter->send(lost).kind, Kind::Unknown);
    const LookUp found = adapter->look_up(lost);
    EXPECT_EQ(found.kind, LookUp::Kind::Present);
    EXPECT_FALSE(found.remote.empty());
    EXPECT_EQ(adapter->look_up(nudge("Do it.", where, "another")).kind, LookUp::Kind::Absent) << "the same words, another post";
  }
}

TEST_F(RocketChatLookUp, LooksAgainWhenASecondOneIsRefused) {
  const Outgoing slow = nudge("Do it.", ops);
  ASSERT_EQ(adapter->send(slow).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(slow).kind, Kind::Unknown) << "the server takes no second message of one id, and does not say why";
  EXPECT_EQ(adapter->look_up(slow).kind, LookUp::Kind::Present);
  EXPECT_EQ(server.messages_to(ops.channel.str()).size(), 1U);
}

TEST_F(RocketChatLookUp, CannotTellWithoutAClearAnswer) {
  const Outgoing lost = nudge("Do it.", ops);
  server.platform()
      .on_get("/api/v1/chat.getMessage")
      .reply(500, "oops")
      .reply(200, "<html>")
      .reply(200, R"({"success":true,"message":{"_id":"another"}})")
      .reply(400, R"({"success":false,"error":"Not allowed [error-not-allowed]","errorType":"error-not-allowed"})")
      .reply(400, "<html>")
      .reply(401, R"({"status":"error"})")
      .reply(404, R"({"success":false})")
      .close_before_reply();
  for (int i = 0; i < 8; ++i) EXPECT_EQ(adapter->look_up(lost).kind, LookUp::Kind::CannotTell) << i;
  EXPECT_EQ(adapter->look_up({"d", "nonsense", {}, rig.clock.now()}).kind, LookUp::Kind::CannotTell);
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
