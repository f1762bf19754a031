#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

using TeamsCommand = TeamsRig;

TEST_F(TeamsCommand, InAChannelIsWhatFollowsTheMention) {
  const auto command = receive_as<Command>(fakes::teams_message("tip parental leave", ops));
  EXPECT_EQ(command.text, "tip parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.member, alice);
  EXPECT_EQ(command.origin.channel, channel) << "without its thread";
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.origin.address, fakes::kTeamsService);
  EXPECT_EQ(command.origin.language, "en-GB");
  EXPECT_EQ(command.origin.zone, "Europe/London");
}

TEST_F(TeamsCommand, InTheMembersOwnChatIsAllThatTheySay) {
  const auto command = receive_as<Command>(fakes::teams_message("tip", own));
  EXPECT_EQ(command.text, "tip");
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_EQ(command.origin.channel, direct);
  EXPECT_TRUE(command.origin.direct);
}

TEST_F(TeamsCommand, ByASlashIsSeenByItsSenderAlone) {
  const auto command = receive_as<Command>(fakes::teams_activity(
      R"({"text":"tip","recipient":{"id":"28:99999999-8888-7777-6666-555555555555","isTargeted":true}})", ops));
  EXPECT_EQ(command.entry, Command::Entry::Slash);
  EXPECT_EQ(command.text, "tip");
}

TEST_F(TeamsCommand, IsNoCommandWhereWeAreNotCalledFirst) {
  const std::string us =
      R"("entities":[{"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"28:99999999-8888-7777-6666-555555555555"}}])";
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"text":"ask <at>Ally</at> about it",)" + us + "}", ops)), "mention-not-first");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"text":"hello"})", ops)), "mention-not-first");
  EXPECT_EQ(
      why_ignored(fakes::teams_activity(
          R"({"text":"<at>Ally</at> tip","entities":[{"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"29:fakeOther"}}]})",
          ops)),
      "mention-not-first")
      << "a name is no proof of who is meant";
}

TEST_F(TeamsCommand, LosesEachMentionOfUsAndKeepsThoseOfMembers) {
  const auto command = receive_as<Command>(fakes::teams_activity(
      R"({"text":" <at>Ally</at>  lead add <at>Bob</at> <at>Ally</at> ","entities":[
        {"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"28:99999999-8888-7777-6666-555555555555"}},
        {"type":"mention","text":"<at>Bob</at>","mentioned":{"id":"29:fakeBob","name":"Bob Fake"}},
        {"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"28:99999999-8888-7777-6666-555555555555"}}]})",
      ops));
  EXPECT_EQ(command.text, "lead add <@29:fakeBob>");
}

TEST_F(TeamsCommand, TakesNoTypedMentionForOne) {
  EXPECT_EQ(receive_as<Command>(fakes::teams_message("lead add <@29:fakeBob>", own)).text, "lead add < @29:fakeBob>");
  EXPECT_EQ(receive_as<Command>(fakes::teams_message("<at>Bob</at>", own)).text, "<at>Bob</at>");
}

TEST_F(TeamsCommand, IsReadWithoutTheMarkupThatTeamsPadsAndEscapesItWith) {
  const auto said = [&](const std::string& text) {
    return receive_as<Command>(
               fakes::teams_activity(
                   Json{{"text", text},
                        {"entities", Json::array({{{"type", "mention"},
                                                   {"text", "<at>Ally</at>"},
                                                   {"mentioned", {{"id", std::string("28:") + fakes::kTeamsClient}}}}})}}
                       .dump(),
                   ops))
        .text;
  };
  EXPECT_EQ(said("<at>Ally</at>&nbsp;tip"), "tip");
  EXPECT_EQ(said("<at>Ally</at>\u00a0tip\u00a0\r\n"), "tip");
  EXPECT_EQ(said("&nbsp;\r\n<at>Ally</at> find R&amp;D &lt;b&gt; &quot;q&quot; &#39;r&apos;"), "find R&D <b> \"q\" 'r'");
  EXPECT_EQ(said("<at>Ally</at> find R&D & co &copy; &amp"), "find R&D & co &copy; &amp");
  EXPECT_EQ(said("<at>Ally</at> &amp;lt;"), "&lt;") << "once, not twice";
  EXPECT_EQ(said("<at>Ally</at> lead add &lt;@29:fakeBob&gt;"), "lead add < @29:fakeBob>") << "a typed mention is none";
}

TEST_F(TeamsCommand, IsNamedByItsConversationAndId) {
  const auto first = receive_as<Command>(fakes::teams_message("tip", own)).origin.request;
  EXPECT_EQ(receive_as<Command>(fakes::teams_message("tip", own)).origin.request, first);
  EXPECT_FALSE(first.empty());
  auto other = own;
  other.activity = "1700000000002";
  EXPECT_NE(receive_as<Command>(fakes::teams_message("tip", other)).origin.request, first);
  EXPECT_NE(receive_as<Command>(fakes::teams_message("tip", ops)).origin.request, first);
  other.activity = "strange id/\n";
  EXPECT_TRUE(receive_as<Command>(fakes::teams_message("tip", other)).origin.request.empty());
}

TEST_F(TeamsCommand, KeepsNoZoneOrLanguageThatIsNone) {
  const auto command = receive_as<Command>(fakes::teams_activity(
      R"({"text":"tip","locale":"en\nGB","localTimezone":"Europe/London\u0000x","entities":[{"type":"clientInfo","timezone":7}]})",
      own));
  EXPECT_EQ(command.origin.language, "");
  EXPECT_EQ(command.origin.zone, "");
}

TEST_F(TeamsCommand, IgnoresWhatNobodySaidToUs) {
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"from":{"id":"28:another-bot"},"text":"tip"})", own)), "bot");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"from":{"role":"bot"},"text":"tip"})", own)), "bot");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"from":{"id":"29:a/b"},"text":"tip"})", own)), "bot");
  EXPECT_EQ(why_ignored(fakes::teams_activity("{}", own)), "no-text");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"text":7})", own)), "no-text");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"conversation":{"id":"../x"}})", own)), "no-conversation");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"value":{"x":1}})", own)), "foreign-value");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"value":{"allybot":"x"}})", own)), "foreign-value");
  for (const char* type : {"messageUpdate", "messageDelete", "messageReaction", "typing", "event", "endOfConversation"})
    EXPECT_FALSE(why_ignored(fakes::teams_activity(std::string(R"({"type":")") + type + R"(","text":"tip"})", own)).empty());
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"type":"whatever comes"})", own)), "activity");
}

TEST_F(TeamsCommand, SaysThatAnInvokeIsNoneOfOurs) {
  const auto answer = receive_as<Handshake>(fakes::teams_activity(R"({"type":"invoke","name":"task/fetch"})", own));
  EXPECT_EQ(answer.status, 501);
}

TEST_F(TeamsCommand, IsPoliteAboutBytesThatAreNoText) {
  const auto unusable = receive_as<Unusable>(fakes::teams_message("tip \xFF", own));
  EXPECT_NE(unusable.error.for_member.find("type it again"), std::string::npos);
  EXPECT_EQ(call_of(adapter->render(Answer{}, unusable.origin, Timing::InRequest, now)).conversation, "@29:fakeAlice");
}

struct TeamsChange : TeamsRig {
  Lifecycle change(const std::string& fields, const fakes::TeamsPlace& place) {
    return receive_as<Lifecycle>(fakes::teams_activity(fields, place));
  }
};
constexpr const char* kUs = R"([{"id":"29:x"},{"id":"28:99999999-8888-7777-6666-555555555555"}])";

TEST_F(TeamsChange, TellsThatWeWereAddedOrRemoved) {
  auto told = change(std::string(R"({"type":"conversationUpdate","membersAdded":)") + kUs + "}", ops);
  EXPECT_EQ(told.kind, Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(told.origin.channel, channel);
  EXPECT_EQ(told.origin.member, alice);
  told = change(std::string(R"({"type":"conversationUpdate","membersRemoved":)") + kUs + "}", ops);
  EXPECT_EQ(told.kind, Lifecycle::Kind::RemovedFromChannel);
  told = change(R"({"type":"installationUpdate","action":"add"})", own);
  EXPECT_EQ(told.kind, Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(told.origin.channel, direct);
  told = change(R"({"type":"installationUpdate","action":"remove"})", own);
  EXPECT_EQ(told.kind, Lifecycle::Kind::RemovedFromChannel);
}

TEST_F(TeamsChange, TellsThatAChannelIsGoneOrBack) {
  const auto kind = [&](const std::string& event) {
    const auto told = change(R"({"type":"conversationUpdate","channelData":{"eventType":")" + event +
                                 R"(","channel":{"id":"19:another@thread.tacv2"}}})",
                             ops);
    EXPECT_EQ(told.origin.channel.channel.str(), "19:another@thread.tacv2");
    EXPECT_TRUE(told.origin.member.member.empty());
    return told.kind;
  };
  for (const char* event : {"channelDeleted", "teamDeleted", "teamHardDeleted", "teamArchived"})
    EXPECT_EQ(kind(event), Lifecycle::Kind::ChannelGone) << event;
  for (const char* event : {"channelRestored", "teamRestored", "teamUnarchived"})
    EXPECT_EQ(kind(event), Lifecycle::Kind::AddedToChannel) << event;
}

TEST_F(TeamsChange, IgnoresWhatConcernsOthers) {
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"type":"conversationUpdate","membersAdded":[{"id":"29:x"}]})", ops)),
            "conversationupdate");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"type":"conversationUpdate","membersAdded":"x"})", ops)), "conversationupdate");
  EXPECT_EQ(
      why_ignored(fakes::teams_activity(R"({"type":"conversationUpdate","channelData":{"eventType":"channelCreated"}})", ops)),
      "conversationupdate");
  EXPECT_EQ(why_ignored(fakes::teams_activity(R"({"type":"installationUpdate","action":"other"})", ops)), "installationupdate");
}

TEST_F(TeamsChange, LearnsThatAChannelIsCalledAnotherName) {
  EXPECT_EQ(
      why_ignored(fakes::teams_activity(
          R"({"type":"conversationUpdate","channelData":{"eventType":"channelRenamed","channel":{"id":"19:fakeops@thread.tacv2","name":"Renamed"}}})",
          ops)),
      "renamed");
  const auto pressed = receive_as<Press>(fakes::teams_press(data({"more", "tips/a"}, channel, alice.member), own));
  Card card;
  card.title = "Tip";
  const auto call = call_of(adapter->render(Answer{card}, pressed.origin, Timing::Late, now));
  EXPECT_NE(call.message.dump().find("You asked in Renamed"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::teams
