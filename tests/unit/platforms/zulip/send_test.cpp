// What becomes of a message, by the table of Zulip's errors; and how one is found again.
#include "tests/fakes/fake_zulip.h"
#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

using Kind = SendOutcome::Kind;
using fakes::ScriptedClient;

struct ZulipSending : ZulipRig {
  const std::string to_channel = *adapter->post(card("Do it."), ops, "stand-up", now);
  const std::string to_member = *adapter->post(card("Do it."), own, "", now);

  SendOutcome sent(const http::ClientOutcome& answer, const std::string& payload) {
    client.answer(answer);
    return adapter->send({"d", payload, "mark", now});
  }
};

TEST_F(ZulipSending, AsksAsTheBot) {
  EXPECT_EQ(sent(ScriptedClient::answered(200, R"({"result":"success","id":42})"), to_channel).remote, "42");
  const http::ClientRequest asked = client.requests().at(0);
  EXPECT_EQ(asked.url, "http://127.0.0.1:9991/api/v1/messages");
  EXPECT_EQ(asked.headers.only("Authorization").value_or(""),
            "Basic YWxseS1ib3RAenVsaXAuZXhhbXBsZTpmYWtlenVsaXBhcGlrZXkwMDAwMDAwMDAwMDAwMDAwMA==");
  EXPECT_EQ(asked.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(http::form_field(asked.body, "type"), "stream");
  EXPECT_EQ(http::form_field(asked.body, "to"), "7");
  EXPECT_EQ(http::form_field(asked.body, "topic"), "stand-up");
  EXPECT_EQ(http::form_field(asked.body, "content"), "**A tip**\n\nDo it.");
  sent(ScriptedClient::answered(200, R"({"result":"success","id":43})"), to_member);
  EXPECT_EQ(http::form_field(client.requests().at(1).body, "type"), "private");
  EXPECT_EQ(http::form_field(client.requests().at(1).body, "to"), "[5]");
}

TEST_F(ZulipSending, KnowsWhatEachRefusalMeans) {
  const auto error = [](int status, const char* code) {
    return ScriptedClient::answered(status, std::string(R"({"result":"error","msg":"x","code":")") + code + R"("})");
  };
  struct {
    http::ClientOutcome answer;
    Kind in_channel, direct;
  } const rows[] = {
      {error(400, "STREAM_DOES_NOT_EXIST"), Kind::Gone, Kind::Gone},
      {error(400, "BAD_REQUEST"), Kind::NeedsCare, Kind::Gone},
      {error(401, "UNAUTHORIZED"), Kind::TokenDead, Kind::TokenDead},
      {error(401, "INVALID_API_KEY"), Kind::TokenDead, Kind::TokenDead},
      {error(403, "USER_DEACTIVATED"), Kind::TokenDead, Kind::TokenDead},
      {error(403, "REALM_DEACTIVATED"), Kind::TokenDead, Kind::TokenDead},
      {error(403, "SOMETHING_NEW"), Kind::NeedsCare, Kind::NeedsCare},
      {error(422, "SOMETHING_NEW"), Kind::Refused, Kind::Refused},
      {error(503, "BUSY"), Kind::NotSent, Kind::NotSent},
      {ScriptedClient::answered(400, "<html>"), Kind::Refused, Kind::Refused},
      {ScriptedClient::answered(404, "<html>"), Kind::NotSent, Kind::NotSent},
      {ScriptedClient::answered(302, ""), Kind::NotSent, Kind::NotSent},
      {ScriptedClient::answered(500, ""), Kind::Unknown, Kind::Unknown},
      {ScriptedClient::answered(504, ""), Kind::Unknown, Kind::Unknown},
      {ScriptedClient::answered(200, R"({"result":"error"})"), Kind::Unknown, Kind::Unknown},
      {ScriptedClient::answered(200, R"({"result":"success"})"), Kind::Unknown, Kind::Unknown},
      {ScriptedClient::never_left("refused"), Kind::NotSent, Kind::NotSent},
      {ScriptedClient::unheard("timeout"), Kind::Unknown, Kind::Unknown},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(sent(row.answer, to_channel).kind, row.in_channel) << row.answer.status << row.answer.body;
    EXPECT_EQ(sent(row.answer, to_member).kind, row.direct) << row.answer.status << row.answer.body;
    EXPECT_FALSE(sent(row.answer, to_channel).reason.empty());
  }
}

TEST_F(ZulipSending, WaitsAsLongAsItIsTold) {
  const auto wait = [&](const char* header, const char* body) {
    return sent(ScriptedClient::answered(429, body, {{"Retry-After", header}}), to_channel).wait;
  };
  EXPECT_EQ(wait("28.7", "{}"), milliseconds(28700)) << "both may have a fraction";
  EXPECT_EQ(wait("", R"({"code":"RATE_LIMIT_HIT","retry-after":2.5})"), milliseconds(2500));
  EXPECT_EQ(wait("soon", "{}"), seconds(10));
  EXPECT_EQ(wait("-5", "{}"), seconds(10));
  EXPECT_EQ(wait("nan", "{}"), seconds(10));
  EXPECT_EQ(wait("0.001", "{}"), seconds(1));
  EXPECT_EQ(wait("1e9", "{}"), std::chrono::hours(1));
}

TEST_F(ZulipSending, RefusesWhatIsNoMessage) {
  for (const char* payload : {"", "x", "7\n", "7\nt\n", "x\nt\nsaid", "7"})
    EXPECT_EQ(adapter->send({"d", payload, {}, now}).kind, Kind::Refused) << payload;
  EXPECT_TRUE(client.requests().empty());
}

struct ZulipLookUp : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeZulip zulip{rig.clock};
  std::unique_ptr<http::Client> wire = http::make_client();
  std::unique_ptr<Adapter> adapter;
  const ChannelKey ops{PlatformId("zulip"), WorkspaceId("acme"), ChannelId("7")};
  const ChannelKey own{PlatformId("zulip"), WorkspaceId("acme"), ChannelId("@5")};

  ZulipLookUp() {
    rig.settings = zulip.settings();
    adapter = std::move(*declaration().make(rig.environment(*wire)));
  }
  Outgoing nudge(const std::string& text, const ChannelKey& where) {
    const TimePoint now = rig.clock.now();
    return {"d", *adapter->post(Card{"A tip", {Paragraph{text_line(text)}}, {}, {}}, where, "", now), "m", now};
  }
};

TEST_F(ZulipLookUp, FindsWhatWasPostedThoughNobodyHeard) {
  for (const ChannelKey& where : {ops, own}) {
    const Outgoing lost = nudge("Do it.  ", where);
    EXPECT_EQ(adapter->look_up(lost).kind, LookUp::Kind::Absent);
    zulip.platform().on_post(fakes::FakeZulip::kPosts).close_after_handling();
    EXPECT_EQ(adapter->send(lost).kind, Kind::Unknown);
    const LookUp found = adapter->look_up(lost);
    EXPECT_EQ(found.kind, LookUp::Kind::Present);
    EXPECT_FALSE(found.remote.empty());
    EXPECT_EQ(adapter->look_up(nudge("Another.", where)).kind, LookUp::Kind::Absent);
  }
}

TEST_F(ZulipLookUp, TakesNoOlderMessageForIt) {
  ASSERT_EQ(adapter->send(nudge("Do it.", ops)).kind, Kind::Sent);
  rig.clock.advance(std::chrono::minutes(3));
  EXPECT_EQ(adapter->look_up(nudge("Do it.", ops)).kind, LookUp::Kind::Absent);
}

TEST_F(ZulipLookUp, CannotTellWithoutAnAnswerOrBeyondWhatItReads) {
  const Outgoing lost = nudge("Do it.", ops);
  zulip.platform().on_get(fakes::FakeZulip::kPosts).reply(500, "oops").reply(200, "<html>").close_before_reply();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(adapter->look_up(lost).kind, LookUp::Kind::CannotTell);
  EXPECT_EQ(adapter->look_up({"d", "nonsense", {}, rig.clock.now()}).kind, LookUp::Kind::CannotTell);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(adapter->send(nudge("Other " + std::to_string(i), ops)).kind, Kind::Sent);
  EXPECT_EQ(adapter->look_up(lost).kind, LookUp::Kind::CannotTell);
}

}  // namespace
}  // namespace allybot::platforms::zulip
