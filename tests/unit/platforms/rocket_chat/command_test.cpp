// What members write to the bot, and what is none of its business.
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

using fakes::rocket_direct;
using fakes::rocket_mention;
using fakes::ScriptedClient;

struct RocketChatCommands : RocketChatRig {
  std::string why_ignored(const std::string& body) { return receive_as<Ignored>(body).why; }
  static std::string changed(std::string body, const std::string& from, const std::string& to) {
    const std::size_t at = body.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? body : body.replace(at, from.size(), to);
  }
  void answer_room(const std::string& facts) {
    client.answer(ScriptedClient::answered(200, R"({"success":true,"room":)" + facts + '}'));
  }
  void learn_own_name() {
    client.answer(ScriptedClient::answered(200, R"({"success":true,"_id":"botFAKE0000000001","username":"ally"})"));
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  }
};

TEST_F(RocketChatCommands, ComeByAMentionInARoom) {
  const auto command = receive_as<Command>(rocket_mention("resource parental leave"));
  EXPECT_EQ(command.text, "resource parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.member, kim);
  EXPECT_EQ(command.origin.channel, ops);
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.origin.request, RequestId("msgFAKE0000000112"));
}

TEST_F(RocketChatCommands, ComeByADirectMessage) {
  const auto command = receive_as<Command>(rocket_direct("tip"));
  EXPECT_EQ(command.text, "tip");
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_EQ(command.origin.channel, own);
  EXPECT_TRUE(command.origin.direct);
  EXPECT_TRUE(client.requests().empty()) << "the room is named by the two";
  learn_own_name();
  EXPECT_EQ(receive_as<Command>(rocket_direct("@ally tip")).text, "tip");
}

TEST_F(RocketChatCommands, InARoomOfTwoThatIsNotNamedByThemAreDirectOnceTheServerSaidSo) {
  answer_room(R"({"t":"d","uids":["kimFAKE0000000001","botFAKE0000000001"]})");
  const auto command = receive_as<Command>(rocket_direct("tip", {}, "newFAKE0000000001"));
  EXPECT_TRUE(command.origin.direct);
  EXPECT_EQ(command.origin.channel, own);
  EXPECT_EQ(client.requests().at(0).url, "http://127.0.0.1:9991/api/v1/rooms.info?roomId=newFAKE0000000001");
  receive_as<Command>(rocket_direct("tip", {}, "newFAKE0000000001"));
  EXPECT_EQ(client.requests().size(), 1U) << "asked once";
  fakes::RocketPlace lee;
  lee.member = "leeFAKE0000000001";
  EXPECT_EQ(why_ignored(rocket_direct("tip", lee, "newFAKE0000000001")), "no-place") << "it is somebody else's";
}

TEST_F(RocketChatCommands, InAConversationOfSeveralAreNotDirect) {
  answer_room(R"({"t":"d","uids":["kimFAKE0000000001","botFAKE0000000001","leeFAKE0000000001"]})");
  EXPECT_EQ(why_ignored(rocket_direct("let us have lunch", {}, "groupFAKE00000001")), "not-called");
  learn_own_name();
  const auto command = receive_as<Command>(rocket_direct("@ally tip", {}, "groupFAKE00000001"));
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.channel.channel, ChannelId("groupFAKE00000001"));
}

TEST_F(RocketChatCommands, BetweenOthersAreNobodysBusiness) {
  for (const char* facts :
       {R"({"t":"d","uids":["kimFAKE0000000001","leeFAKE0000000001"]})", R"({"t":"d","uids":["botFAKE0000000001"]})",
        R"({"t":"d"})", R"({"t":"l","uids":["kimFAKE0000000001","botFAKE0000000001"]})",
        R"({"t":"p","uids":["kimFAKE0000000001","botFAKE0000000001"]})", "7"}) {
    adapter = make();
    answer_room(facts);
    EXPECT_EQ(why_ignored(rocket_direct("tip", {}, "strangeFAKE000001")), "no-place") << facts;
  }
}

TEST_F(RocketChatCommands, WaitForAServerThatDoesNotSayWhatARoomIs) {
  client.answer(ScriptedClient::never_left("refused"));
  EXPECT_EQ(why_ignored(rocket_direct("tip", {}, "newFAKE0000000001")), "no-place");
  EXPECT_EQ(why_ignored(rocket_direct("tip", {}, "newFAKE0000000001")), "no-place");
  EXPECT_EQ(client.requests().size(), 1U) << "asked once a minute";
  rig.clock.advance(std::chrono::minutes(1));
  answer_room(R"({"t":"d","uids":["kimFAKE0000000001","botFAKE0000000001"]})");
  EXPECT_TRUE(receive_as<Command>(rocket_direct("tip", {}, "newFAKE0000000001")).origin.direct);
}

TEST_F(RocketChatCommands, AreWhatStandsAfterTheCall) {
  learn_own_name();
  const std::pair<const char*, const char*> rows[] = {
      {"@ally tip", "tip"},
      {"  @ally   tip  ", "tip"},
      {"@ally", ""},
      {"@ally\ntip", "tip"},
      {"@ally.", "."},
      {"@ally tip @ally again", "tip  again"},
      {"@ally find <@U1>", "find < @U1>"},
      {"@ally tell @all @here", "tell @all @here"},
      {"@ally write to a@b.example", "write to a@b.example"},
      {"@ally @", "@"},
      {"[ ](https://rocket.example/channel/ops?msg=abc) @ally tip", "tip"},
      {"[ ](https://rocket.example/channel/ops?msg=abc)\n[ ](https://x.example/y)\n@ally tip", "tip"},
  };
  for (const auto& [typed, text] : rows) EXPECT_EQ(receive_as<Command>(rocket_mention(typed)).text, text) << typed;
}

TEST_F(RocketChatCommands, ComeByWhateverWordAnAdministratorChose) {
  const auto with_word = [](const char* word, const char* typed) {
    return changed(rocket_mention(std::string("@ally ") + typed), R"("trigger_word":"@ally")",
                   std::string(R"("trigger_word":")") + word + '"');
  };
  const auto said = [](std::string body, const std::string& typed) { return changed(std::move(body), "@ally tip", typed); };
  EXPECT_EQ(receive_as<Command>(said(with_word("!ally", "tip"), "!ally tip")).text, "tip");
  EXPECT_EQ(receive_as<Command>(said(with_word("/ally", "tip"), "/ally tip")).text, "tip");
  EXPECT_EQ(receive_as<Command>(said(with_word("hey bot:", "tip"), "hey bot: tip")).text, "tip");
  EXPECT_EQ(why_ignored(said(with_word("!ally", "tip"), "go !ally tip")), "not-called");
  EXPECT_EQ(why_ignored(said(with_word("!ally", "tip"), "!allyson tip")), "not-called");
}

TEST_F(RocketChatCommands, AskWhoHasANameAndOnce) {
  client.answer(ScriptedClient::answered(200, R"({"success":true,"user":{"_id":"leeFAKE0000000001","username":"lee.fake"}})"));
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @lee.fake")).text, "lead add <@leeFAKE0000000001>");
  EXPECT_EQ(client.requests().at(0).url, "http://127.0.0.1:9991/api/v1/users.info?username=lee.fake");
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @lee.fake.")).text, "lead add <@leeFAKE0000000001>.");
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @kim.fake")).text, "lead add <@kimFAKE0000000001>")
      << "who writes is known";
  EXPECT_EQ(client.requests().size(), 1U);
  rig.clock.advance(std::chrono::minutes(10));
  client.answer(ScriptedClient::answered(400, R"({"success":false,"error":"User not found."})"));
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @lee.fake")).text, "lead add @lee.fake") << "names are given anew";
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @lee.fake")).text, "lead add @lee.fake");
  EXPECT_EQ(client.requests().size(), 2U);
}

TEST_F(RocketChatCommands, AskForAFewNamesOnly) {
  client.answer(ScriptedClient::never_left("refused"));
  EXPECT_EQ(receive_as<Command>(rocket_mention("find @a @b @c @d")).text, "find @a @b @c @d");
  EXPECT_EQ(client.requests().size(), 2U);
}

TEST_F(RocketChatCommands, TakeNobodyElseForANameThatWasAskedFor) {
  client.answer(ScriptedClient::answered(200, R"({"success":true,"user":{"_id":"leeFAKE0000000001","username":"leo"}})"));
  EXPECT_EQ(receive_as<Command>(rocket_mention("lead add @lee")).text, "lead add @lee");
}

TEST_F(RocketChatCommands, OfOthersThanPeopleWhoCallTheBotAreIgnored) {
  const std::string mention = rocket_mention("tip");
  const std::string direct = rocket_direct("tip");
  EXPECT_EQ(why_ignored(rocket_mention("good morning @ally")), "not-called");
  EXPECT_EQ(why_ignored(rocket_mention("@allyson tip @ally")), "not-called");
  EXPECT_EQ(why_ignored(rocket_mention("@ally.son tip")), "not-called");
  for (const char* bot : {"true", R"({"i":"x"})", R"("x")", "1"})
    EXPECT_EQ(why_ignored(changed(direct, R"("bot":false)", std::string(R"("bot":)") + bot)), "bot") << bot;
  EXPECT_EQ(why_ignored(changed(mention, "kimFAKE", "botFAKE")), "bot") << "our own words";
  EXPECT_EQ(why_ignored(changed(direct, R"("text":)", R"("isEdited":true,"text":)")), "edited");
  EXPECT_EQ(why_ignored(changed(direct, R"("text":)", R"("message":{"file":{}},"text":)")), "file");
  EXPECT_EQ(why_ignored(changed(mention, R"("message_id":"msgFAKE0000000112",)", "")), "not-a-message");
  EXPECT_EQ(why_ignored(changed(mention, "msgFAKE0000000112", "a b")), "not-a-message");
  EXPECT_EQ(why_ignored(changed(mention, "kimFAKE0000000001", "")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, R"("kimFAKE0000000001")", "7")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, "kimFAKE0000000001", "@kim/x")), "no-member");
  EXPECT_EQ(why_ignored(changed(mention, "opsFAKE0000000001", "a/b")), "no-place");
  EXPECT_EQ(why_ignored(changed(mention, "opsFAKE0000000001", std::string(101, 'x'))), "no-place");
  EXPECT_EQ(why_ignored(R"({"token":"fakerocketroomhook00000000","bot":false})"), "not-a-message") << "another event";
  EXPECT_EQ(receive_as<Command>(changed(direct, R"("bot":false)", R"("bot":null)")).text, "tip");
}

TEST_F(RocketChatCommands, AreProvenByOneOfTheTokensAlone) {
  const auto refused = [&](const std::string& body) {
    const auto got = adapter->authenticate(fakes::rocket_request(body), now);
    return !got && got.error().code == Code::Unauthorized && got.error().for_member.empty();
  };
  EXPECT_FALSE(refused(rocket_mention("tip")));
  EXPECT_FALSE(refused(rocket_direct("tip")));
  EXPECT_FALSE(refused(rocket_mention("tip \xFF"))) << "what is no text is answered politely";
  for (const char* body : {"", "[]", "{}", "null", "token=fakerocketroomhook00000000", R"({"token":["x"]})",
                           R"({"token":"fakerocketroomhook0000000"})", R"({"a":{"token":"fakerocketroomhook00000000"}})",
                           R"({"token":","})", R"({"token":" "})"})
    EXPECT_TRUE(refused(body)) << body;
  http::RawRequest elsewhere = fakes::rocket_request(rocket_mention("tip"));
  elsewhere.path = "/rocketchat/other";
  EXPECT_FALSE(adapter->authenticate(elsewhere, now).has_value());
}

TEST_F(RocketChatCommands, ThatAreNoTextAreAnsweredPolitely) {
  const auto unusable = receive_as<Unusable>(rocket_direct("tip \xFF"));
  EXPECT_EQ(unusable.origin.channel, own);
  EXPECT_FALSE(unusable.error.for_member.empty());
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
