#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

using Kind = SendOutcome::Kind;

struct MatrixSend : MatrixRig {
  const Card card = fakes::sample_cards().front().second;
  SendOutcome answered(int status, const std::string& body, const fakes::HeaderList& headers = {}) {
    server.platform().on("PUT", fakes::FakeMatrix::posts_of(room.room, "mark-1")).reply(status, headers, body);
    return adapter->send(nudge(card, channel));
  }
};

TEST_F(MatrixSend, PostsToARoomOnceHoweverOftenItIsSent) {
  const Outgoing post = nudge(card, channel);
  const SendOutcome first = adapter->send(post);
  EXPECT_EQ(first.kind, Kind::Sent) << first.reason;
  EXPECT_EQ(adapter->send(post).remote, first.remote);
  ASSERT_EQ(server.messages_in(room.room).size(), 1U);
  EXPECT_NE(server.messages_in(room.room)[0].content.find(R"("org.allybot.delivery":"mark-1")"), std::string::npos);
  EXPECT_EQ(server.complaints(), std::vector<std::string>{});
}

TEST_F(MatrixSend, ReadsWhatAHomeserverRefuses) {
  const struct {
    int status;
    const char* errcode;
    Kind kind;
    const char* reason;
  } rows[] = {
      {429, "M_LIMIT_EXCEEDED", Kind::Wait, "ratelimited"},
      {401, "M_UNKNOWN_TOKEN", Kind::TokenDead, "token_refused"},
      {401, "M_MISSING_TOKEN", Kind::TokenDead, "token_refused"},
      {403, "M_USER_SUSPENDED", Kind::TokenDead, "bot_suspended"},
      {403, "M_USER_DEACTIVATED", Kind::TokenDead, "bot_deactivated"},
      {401, "M_USER_LOCKED", Kind::TokenDead, "bot_locked"},
      {403, "M_FORBIDDEN", Kind::NeedsCare, "not_permitted"},
      {403, "M_RESOURCE_LIMIT_EXCEEDED", Kind::NeedsCare, "server_is_full"},
      {404, "M_NOT_FOUND", Kind::Gone, "channel_not_found"},
      {404, "M_UNRECOGNIZED", Kind::NotSent, "no_such_call"},
      {413, "M_TOO_LARGE", Kind::Refused, "too_big"},
      {400, "M_BAD_JSON", Kind::Refused, "m_bad_json"},
      {400, "M_NOT_JSON", Kind::Refused, "m_not_json"},
      {400, "M_INVALID_PARAM", Kind::Refused, "m_invalid_param"},
      {500, "M_UNKNOWN", Kind::Unknown, "m_unknown"},
      {400, "M_UNKNOWN", Kind::Refused, "m_unknown"},
      {418, "M_NEW_WORD", Kind::Refused, "m_new_word"},
  };
  for (const auto& row : rows) {
    const SendOutcome outcome = answered(row.status, std::string(R"({"errcode":")") + row.errcode + R"(","error":"x"})");
    EXPECT_EQ(outcome.kind, row.kind) << row.errcode;
    EXPECT_EQ(outcome.reason, row.reason) << row.errcode;
  }
}

TEST_F(MatrixSend, ReadsWhatIsNoAnswerOfAHomeserver) {
  const struct {
    int status;
    Kind kind;
  } rows[] = {{401, Kind::TokenDead}, {403, Kind::NeedsCare}, {404, Kind::NotSent}, {408, Kind::NotSent},
              {413, Kind::Refused},   {302, Kind::NotSent},   {502, Kind::Unknown}, {503, Kind::NotSent},
              {504, Kind::Unknown},   {400, Kind::Refused},   {200, Kind::Unknown}};
  for (const auto& row : rows) EXPECT_EQ(answered(row.status, "<html>").kind, row.kind) << row.status;
}

TEST_F(MatrixSend, WaitsAsLongAsItIsTold) {
  const std::string limit = R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500})";
  EXPECT_EQ(answered(429, limit).wait, milliseconds(2500));
  EXPECT_EQ(answered(429, limit, {{"Retry-After", "7"}}).wait, seconds(7)) << "the header is newer";
  EXPECT_EQ(answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":-5})").wait, seconds(1));
  EXPECT_EQ(answered(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":99999999999})").wait, seconds(3600));
}

TEST_F(MatrixSend, MakesAMembersOwnRoomAndRemembersIt) {
  EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::Sent);
  ASSERT_EQ(server.made_rooms().size(), 1U);
  const std::string made = server.made_rooms()[0];
  EXPECT_EQ(server.messages_in(made).size(), 1U);
  EXPECT_EQ(server.membership(made, own.user), "invite");
  EXPECT_EQ(server.direct(), R"({"@alice:example.org":[")" + made + R"("]})");
  EXPECT_EQ(adapter->send(nudge(card, direct, "mark-2")).kind, Kind::Sent);
  adapter = make();  // another run, which reads it
  EXPECT_EQ(adapter->send(nudge(card, direct, "mark-3")).kind, Kind::Sent);
  EXPECT_EQ(server.made_rooms().size(), 1U);
  EXPECT_EQ(server.messages_in(made).size(), 3U);
}

TEST_F(MatrixSend, NeverUsesARoomInWhichSomebodyElseIs) {
  give_own_room();
  server.set_member(own.room, "@bob:example.org", "join");
  EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::Sent);
  EXPECT_TRUE(server.messages_in(own.room).empty());
  EXPECT_EQ(server.made_rooms().size(), 1U);
}

TEST_F(MatrixSend, InvitesAgainWhoAskedButNotForWhatComesByItself) {
  give_own_room();
  server.set_member(own.room, own.user, "leave");
  const SendOutcome alone = adapter->send(nudge(card, direct));
  EXPECT_EQ(alone.kind, Kind::NeedsCare);
  EXPECT_EQ(alone.reason, "user_not_in_channel");
  EXPECT_EQ(server.membership(own.room, own.user), "leave");
  EXPECT_EQ(adapter->send(answer_to(say("!ally tip", room).origin, card)).kind, Kind::Sent);
  EXPECT_EQ(server.membership(own.room, own.user), "invite");
  EXPECT_EQ(server.messages_in(own.room).size(), 1U);
  EXPECT_EQ(server.made_rooms().size(), 0U);
}

TEST_F(MatrixSend, WritesToWhoHasNotComeYet) {
  give_own_room();
  server.set_member(own.room, own.user, "invite");
  EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::Sent);
  EXPECT_EQ(server.messages_in(own.room).size(), 1U);
}

TEST_F(MatrixSend, SaysThatAMemberWantsNoInvites) {
  server.block_invites_of(own.user);
  const SendOutcome outcome = adapter->send(nudge(card, direct));
  EXPECT_EQ(outcome.kind, Kind::NeedsCare);
  EXPECT_EQ(outcome.reason, "user_not_found");
}

TEST_F(MatrixSend, MakesAnotherRoomWhenTheOldOneIsLost) {
  give_own_room();
  EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::Sent);
  server.set_member(own.room, fakes::kMatrixBot, "leave");
  EXPECT_EQ(adapter->send(nudge(card, direct, "mark-2")).kind, Kind::NotSent) << "the next try knows better";
  EXPECT_EQ(adapter->send(nudge(card, direct, "mark-2")).kind, Kind::Sent);
  EXPECT_EQ(server.made_rooms().size(), 1U);
}

TEST_F(MatrixSend, WritesNowhereWhileItDoesNotKnowWhichRoomsAreWhose) {
  server.platform()
      .on_get("/_matrix/client/v3/user/%40ally%3Aexample.org/account_data/m.direct")
      .reply(500, R"({"errcode":"M_UNKNOWN"})")
      .reply(200, "<html>");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::NotSent);
  EXPECT_TRUE(server.made_rooms().empty());
}

TEST_F(MatrixSend, ARoomThatNobodyHeardOfIsNoPost) {
  server.platform().on_post("/_matrix/client/v3/createRoom").close_after_handling().reply(200, "{}");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::NotSent);
  EXPECT_EQ(adapter->send(nudge(card, direct)).kind, Kind::Sent);
  EXPECT_EQ(server.messages_by_room().size(), 1U);
}

TEST_F(MatrixSend, TriesAnAnswerAgainUnderTheSameTransaction) {
  give_own_room();
  const Outgoing answer = answer_to(say("tip", own).origin, card);
  const std::string transaction = "answer-" + request_id(own.event).str();
  server.platform().on("PUT", fakes::FakeMatrix::posts_of(own.room, transaction)).close_after_handling();
  EXPECT_EQ(adapter->send(answer).kind, Kind::NotSent);
  EXPECT_EQ(adapter->send(answer).kind, Kind::Sent);
  EXPECT_EQ(server.messages_in(own.room).size(), 1U);
}

TEST_F(MatrixSend, FindsAgainWhatWasPosted) {
  const Outgoing post = nudge(card, channel);
  EXPECT_EQ(adapter->look_up(post).kind, LookUp::Kind::Absent);
  const SendOutcome sent = adapter->send(post);
  const LookUp found = adapter->look_up(post);
  EXPECT_EQ(found.kind, LookUp::Kind::Present);
  EXPECT_EQ(found.remote, sent.remote);
  EXPECT_EQ(adapter->look_up(nudge(card, channel, "mark-2")).kind, LookUp::Kind::Absent);
  EXPECT_EQ(adapter->send(nudge(card, direct, "mark-3")).kind, Kind::Sent);
  EXPECT_EQ(adapter->look_up(nudge(card, direct, "mark-3")).kind, LookUp::Kind::Present);
}

TEST_F(MatrixSend, CannotTellWhatTheHomeserverDoesNotSay) {
  const std::string path = "/_matrix/client/v3/rooms/%21ops%3Aexample.org/messages";
  server.platform()
      .on_get(path)
      .reply(500, "{}")
      .reply(403, R"({"errcode":"M_FORBIDDEN"})")
      .reply(200, "{}")
      .close_after_reading();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(adapter->look_up(nudge(card, channel)).kind, LookUp::Kind::CannotTell) << i;
  server.platform().on_get(path).then([](const fakes::Call&) {  // more and more, and never the beginning
    return http::json_response(R"({"chunk":[{"sender":"@bob:example.org","origin_server_ts":99999999999999}],"end":"t1"})");
  });
  EXPECT_EQ(adapter->look_up(nudge(card, channel)).kind, LookUp::Kind::CannotTell);
}

TEST_F(MatrixSend, RefusesPayloadsThatAreNone) {
  for (const char* payload : {"", "x", "!ops:example.org\n\n", "!ops:example.org\n\n[]", "ops\n\n{}", "@\n\n{}", "@a/b\n\n{}"})
    EXPECT_EQ(adapter->send({"x", payload, "mark", now}).kind, Kind::Refused) << payload;
}

TEST_F(MatrixSend, TellsWhatItKnowsOfARoom) {
  EXPECT_TRUE(adapter->channel_facts(channel)->can_post);
  EXPECT_FALSE(adapter->channel_facts(channel)->has_outsiders);
  EXPECT_TRUE(adapter->channel_facts(direct)->can_post);
  server.set_member(room.room, "@eve:evil.org", "join");
  EXPECT_TRUE(adapter->channel_facts(channel)->has_outsiders);
  server.set_power_levels(room.room, R"({"events_default":50,"users":{"@alice:example.org":100}})");
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "read_only");
  server.set_power_levels(room.room, R"({"events_default":50,"users":{"@ally:example.org":50}})");
  EXPECT_TRUE(adapter->channel_facts(channel)->can_post);
  server.set_member(room.room, fakes::kMatrixBot, "leave");
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_invited");
  ChannelKey nowhere = channel;
  nowhere.channel = ChannelId("!nowhere:example.org");
  EXPECT_EQ(adapter->channel_facts(nowhere)->why_not, "not_found");
  server.platform().stop_listening();
  EXPECT_EQ(adapter->channel_facts(channel).error().code, Code::Unavailable);
}

TEST_F(MatrixSend, WhoMayChangeTheAdminsRoomAdministers) {
  EXPECT_FALSE(adapter->member_facts(alice)->admin);
  server.add_room("!admins:example.org", {{fakes::kMatrixBot, "join"}});
  const auto is_admin = [&](const std::string& levels) {
    server.set_power_levels("!admins:example.org", levels);
    rig.settings["MATRIX_ADMIN_ROOM"] = "!admins:example.org";
    auto made = declaration().make(rig.environment(*client));
    return (*made)->member_facts(alice)->admin;
  };
  EXPECT_TRUE(is_admin(R"({"users":{"@alice:example.org":50}})"));
  EXPECT_TRUE(is_admin(R"({"users":{"@alice:example.org":20},"state_default":20})"));
  EXPECT_TRUE(is_admin(R"({"users_default":100})"));
  EXPECT_FALSE(is_admin(R"({"users":{"@alice:example.org":49}})"));
  EXPECT_FALSE(is_admin(R"({"users":{"@bob:example.org":100}})"));
  EXPECT_FALSE(is_admin(R"({"users":{"@alice:example.org":"100"}})")) << "a text is no number";
}

TEST_F(MatrixSend, AnAdminsRoomThatIsNotToldMakesNobodyAnAdmin) {
  rig.settings["MATRIX_ADMIN_ROOM"] = "!nowhere:example.org";
  auto made = declaration().make(rig.environment(*client));
  EXPECT_EQ((*made)->member_facts(alice).error().code, Code::Unavailable);
}

TEST_F(MatrixSend, TellsAMembersZone) {
  EXPECT_EQ(adapter->member_facts(alice)->zone, "");
  server.set_zone("@alice:example.org", "Europe/Berlin");
  EXPECT_EQ(adapter->member_facts(alice)->zone, "Europe/Berlin");
}

}  // namespace
}  // namespace allybot::platforms::matrix
