// What members write to the bot, and what is none of its business.
#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

using fakes::zulip_direct;
using fakes::zulip_mention;

struct ZulipCommands : ZulipRig {
  std::string why_ignored(const std::string& body) { return receive_as<Ignored>(body).why; }
  static std::string changed(std::string body, const std::string& from, const std::string& to) {
    const std::size_t at = body.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? body : body.replace(at, from.size(), to);
  }
};

TEST_F(ZulipCommands, ComeByAMentionInAChannel) {
  const auto command = receive_as<Command>(zulip_mention("resource parental leave"));
  EXPECT_EQ(command.text, "resource parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.member, kim);
  EXPECT_EQ(command.origin.channel, ops);
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.origin.request, RequestId("112"));
  EXPECT_EQ(command.origin.address, "stand-up") << "plans made here post to this topic";
}

TEST_F(ZulipCommands, ComeByADirectMessage) {
  for (const std::string trigger : {"direct_message", "private_message"}) {
    const auto command =
        receive_as<Command>(changed(zulip_direct("tip"), R"("trigger":"direct_message")", R"("trigger":")" + trigger + '"'));
    EXPECT_EQ(command.text, "tip");
    EXPECT_EQ(command.entry, Command::Entry::Direct);
    EXPECT_EQ(command.origin.channel, own);
    EXPECT_TRUE(command.origin.direct);
    EXPECT_EQ(command.origin.address, "");
  }
  EXPECT_EQ(receive_as<Command>(zulip_direct("@**Ally** tip")).text, "tip");
}

TEST_F(ZulipCommands, InAConversationOfSeveralAreNotDirect) {
  const auto command = receive_as<Command>(zulip_direct("@**Ally** tip", {}, "6,12"));
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.channel.channel, ChannelId("d5,6,12")) << "who is in it is its name";
  EXPECT_EQ(why_ignored(zulip_direct("let us have lunch", {}, "6,12")), "not-called");
}

TEST_F(ZulipCommands, AreWhatStandsAfterTheMention) {
  const std::pair<const char*, const char*> rows[] = {
      {"@**Ally** tip", "tip"},
      {"  @**Ally|9**   tip  ", "tip"},
      {"@_**Ally** tip", "tip"},
      {"@**Ally**", ""},
      {"@**Ally** tip @**Ally** again", "tip  again"},
      {"@**Ally** lead add @**Kim Fake|5**", "lead add <@5>"},
      {"@**Ally** lead add @_**Lee|6** now", "lead add <@6> now"},
      {"@**Ally** find <@U1>", "find < @U1>"},
      {"@**Ally** tell @**all** @*group* @kim", "tell @**all** @*group* @kim"},
      {"@**Ally** open @**nobody", "open @**nobody"},
  };
  for (const auto& [typed, text] : rows) EXPECT_EQ(receive_as<Command>(zulip_mention(typed)).text, text) << typed;
}

TEST_F(ZulipCommands, AskForNamesThatNobodyToldYetAndOnce) {
  client.answer(fakes::ScriptedClient::answered(
      200, R"({"result":"success","members":[{"user_id":6,"full_name":"Lee Fake","is_active":true},)"
           R"({"user_id":7,"full_name":"Two Fake"},{"user_id":8,"full_name":"Two Fake"},)"
           R"({"user_id":4,"full_name":"Gone Fake","is_active":false}]})"));
  EXPECT_EQ(receive_as<Command>(zulip_mention("@**Ally** lead add @**Lee Fake**")).text, "lead add <@6>");
  EXPECT_EQ(client.requests().at(0).url, "http://127.0.0.1:9991/api/v1/users");
  EXPECT_EQ(receive_as<Command>(zulip_mention("lead add @**Kim Fake**")).text, "lead add <@5>") << "who writes is known";
  EXPECT_EQ(receive_as<Command>(zulip_mention("lead add @**Two Fake**")).text, "lead add @**Two Fake**") << "which of them?";
  EXPECT_EQ(receive_as<Command>(zulip_mention("lead add @**Gone Fake**")).text, "lead add @**Gone Fake**");
  EXPECT_EQ(client.requests().size(), 1U);
  rig.clock.advance(std::chrono::minutes(2));
  client.answer(fakes::ScriptedClient::never_left("refused"));
  EXPECT_EQ(receive_as<Command>(zulip_mention("lead add @**New Fake**")).text, "lead add @**New Fake**");
  EXPECT_EQ(client.requests().size(), 2U) << "asked again later; no answer stops nobody";
}

TEST_F(ZulipCommands, OfOthersThanPeopleWhoCallTheBotAreIgnored) {
  const std::string mention = zulip_mention("tip");
  const std::string direct = zulip_direct("tip");
  EXPECT_EQ(why_ignored(zulip_mention("good morning @**Ally**")), "not-called");
  EXPECT_EQ(why_ignored(zulip_mention("@**Allyson** tip @**Ally**")), "not-called");
  EXPECT_EQ(why_ignored(changed(mention, R"("trigger":"mention")", R"("trigger":"moon")")), "trigger");
  EXPECT_EQ(why_ignored(changed(mention, R"("sender_email":"user5@)", R"("sender_email":"ally-bot@)")), "bot");
  EXPECT_EQ(why_ignored(changed(mention, R"("sender_email":"user5@)", R"("sender_email":"notification-bot@)")), "bot");
  EXPECT_EQ(why_ignored(changed(mention, R"("sender_id":5)", R"("sender_id":-5)")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, R"("sender_id":5)", R"("sender_id":"5")")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, R"("sender_realm_str":"acme")", R"("sender_realm_str":"a/b")")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, R"("stream_id":7)", R"("stream_id":0)")), "no-place");
  EXPECT_EQ(why_ignored(changed(mention, R"("type":"stream")", R"("type":"huddle")")), "no-place");
  EXPECT_EQ(why_ignored(changed(direct, R"("display_recipient":[{)", R"("display_recipient":[{"id":0},{)")), "no-place");
  EXPECT_EQ(why_ignored(changed(direct, R"({"id":9,"email":"ally-bot@)", R"({"id":9,"email":"x@)")), "no-place")
      << "a conversation that the bot is not in";
  EXPECT_EQ(why_ignored(changed(mention, R"("message":{)", R"("massage":{)")), "not-a-message");
}

TEST_F(ZulipCommands, OfItselfAreIgnoredWhateverItsAddress) {
  client.answer(fakes::ScriptedClient::answered(200, R"({"result":"success","user_id":5})"));
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(why_ignored(zulip_mention("tip")), "bot");
}

TEST_F(ZulipCommands, InAnOrganizationWithoutANameHaveNone) {
  fakes::ZulipPlace place;
  place.realm.clear();
  EXPECT_EQ(receive_as<Command>(zulip_mention("tip", place)).origin.member.workspace, WorkspaceId());
}

TEST_F(ZulipCommands, KeepNoTopicThatAnAddressCannotHold) {
  fakes::ZulipPlace place;
  place.topic = " a\nb " + std::string(80, 'x');
  const std::string address = receive_as<Command>(zulip_mention("tip", place)).origin.address;
  EXPECT_EQ(address.substr(0, 5), "a b x");
  EXPECT_LT(address.size(), 64U);
}

TEST_F(ZulipCommands, AreProvenByTheTokenAlone) {
  const auto refused = [&](const std::string& body) {
    const auto got = adapter->authenticate(fakes::zulip_request(body), now);
    return !got && got.error().code == Code::Unauthorized && got.error().for_member.empty();
  };
  EXPECT_FALSE(refused(zulip_mention("tip")));
  EXPECT_FALSE(refused(zulip_mention("tip \xFF"))) << "what is no text is answered politely";
  for (const char* body : {"", "[]", "{}", "null", "token=fakezulipwebhooktoken0000000000", R"({"token":["x"]})"})
    EXPECT_TRUE(refused(body)) << body;
  http::RawRequest elsewhere = fakes::zulip_request(zulip_mention("tip"));
  elsewhere.path = "/zulip/other";
  EXPECT_FALSE(adapter->authenticate(elsewhere, now).has_value());
}

}  // namespace
}  // namespace allybot::platforms::zulip
