#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::slack_event;
using fakes::slack_request;
using SlackEvent = SlackTest;

TEST_F(SlackEvent, ChallengeIsGivenBack) {
  const auto handshake = receive_as<Handshake>(
      slack_request("/slack/events", R"({"token":"x","challenge":"abc123","type":"url_verification"})", now));
  EXPECT_EQ(handshake.status, 200);
  EXPECT_EQ(handshake.content_type, "text/plain");
  EXPECT_EQ(handshake.body, "abc123");
  EXPECT_EQ(ignored(slack_request("/slack/events", R"({"type":"url_verification"})", now)), "no-challenge");
  EXPECT_EQ(ignored(slack_request("/slack/events", R"({"type":"url_verification","challenge":")" + std::string(5000, 'x') + "\"}",
                                  now)),
            "no-challenge");
}

TEST_F(SlackEvent, MentionIsTheTextBehindTheMention) {
  const auto command = receive_as<Command>(slack_event(
      R"({"type":"app_mention","user":"U0FAKE001","text":" <@U0FAKEBOT|ally>  tip &amp; more","ts":"1.1","channel":"C0FAKE001","event_ts":"1.1"})",
      now));
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.text, "tip & more");
  EXPECT_EQ(command.origin.request.str(), "Ev0FAKE001");
  EXPECT_EQ(command.origin.channel.channel.str(), "C0FAKE001");
  EXPECT_FALSE(command.origin.direct);
}

TEST_F(SlackEvent, MentionCountsOnlyAtTheBeginning) {
  for (const char* text : {"hi <@U0FAKEBOT> tip", "<@U0FAKE002> <@U0FAKEBOT> tip", "<@U0FAKEBOTX> tip", "tip", "<@U0FAKEBOT tip"})
    EXPECT_EQ(ignored(slack_event(R"({"type":"app_mention","user":"U0FAKE001","channel":"C0FAKE001","text":)" +
                                      json(std::string("\"") + text + "\"").dump() + "}",
                                  now)),
              "mention-not-first")
        << text;
}

TEST_F(SlackEvent, DirectMessageIsAllOfIt) {
  const auto command = receive_as<Command>(slack_event(
      R"({"type":"message","channel_type":"im","user":"U0FAKE001","text":"&gt; quoted\nhi there","ts":"1.1","channel":"D0FAKE001"})",
      now));
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_EQ(command.text, "hi there");
  EXPECT_TRUE(command.origin.direct);
}

TEST_F(SlackEvent, BotsEditsAndOtherChannelsAreNoConversation) {
  const std::pair<std::string, std::string> rows[] = {
      {R"("bot_id":"B0FAKE001")", "bot"},
      {R"("app_id":"A0FAKE001")", "bot"},
      {R"("user":"U0FAKEBOT")", "bot"},
      {R"("subtype":"message_changed")", "subtype"},
      {R"("edited":{"user":"U0FAKE001","ts":"1.2"})", "edit"},
      {R"("channel_type":"channel")", "not-direct"},
      {R"("user":"")", "no-member"},
      {R"("channel":7)", "no-member"},
  };
  for (const auto& [field, why] : rows) {
    auto event = json(R"({"type":"message","channel_type":"im","user":"U0FAKE001","text":"hi","channel":"D0FAKE001"})");
    event.update(json("{" + field + "}"));
    EXPECT_EQ(ignored(slack_event(event.dump(), now)), why) << field;
  }
}

TEST_F(SlackEvent, HomeIsOpenedByItsMember) {
  const auto opened = receive_as<Lifecycle>(
      slack_event(R"({"type":"app_home_opened","user":"U0FAKE001","channel":"D0FAKE001","tab":"home","event_ts":"1.1"})", now));
  EXPECT_EQ(opened.kind, Lifecycle::Kind::HomeOpened);
  EXPECT_EQ(opened.origin.member.member.str(), "U0FAKE001");
  EXPECT_EQ(ignored(slack_event(R"({"type":"app_home_opened","user":"U0FAKE001","channel":"D0FAKE001","tab":"messages"})", now)),
            "messages-tab");
}

TEST_F(SlackEvent, OnlyOurOwnArrivalAddsUs) {
  const auto added = receive_as<Lifecycle>(slack_event(
      R"({"type":"member_joined_channel","user":"U0FAKEBOT","channel":"C0FAKE001","channel_type":"C","inviter":"U0FAKE001"})",
      now));
  EXPECT_EQ(added.kind, Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(added.origin.member.member.str(), "U0FAKE001");
  EXPECT_EQ(added.origin.channel.channel.str(), "C0FAKE001");
  EXPECT_EQ(ignored(slack_event(R"({"type":"member_joined_channel","user":"U0FAKE002","channel":"C0FAKE001"})", now)),
            "somebody-else");
  const auto alone =
      receive_as<Lifecycle>(slack_event(R"({"type":"member_joined_channel","user":"U0FAKEBOT","channel":"C0FAKE001"})", now));
  EXPECT_TRUE(alone.origin.member.member.empty());
}

TEST_F(SlackEvent, ChannelsGoAway) {
  for (const char* type : {"channel_archive", "channel_deleted", "group_archive", "group_deleted"})
    EXPECT_EQ(receive_as<Lifecycle>(
                  slack_event(std::string(R"({"type":")") + type + R"(","channel":"C0FAKE001","user":"U0FAKE002"})", now))
                  .kind,
              Lifecycle::Kind::ChannelGone)
        << type;
  for (const char* event : {R"({"type":"channel_left","channel":"C0FAKE001"})", R"({"type":"group_left","channel":"G0FAKE001"})",
                            R"({"type":"member_left_channel","user":"U0FAKEBOT","channel":"C0FAKE001"})"})
    EXPECT_EQ(receive_as<Lifecycle>(slack_event(event, now)).kind, Lifecycle::Kind::RemovedFromChannel) << event;
  EXPECT_EQ(ignored(slack_event(R"({"type":"member_left_channel","user":"U0FAKE002","channel":"C0FAKE001"})", now)),
            "somebody-else");
}

TEST_F(SlackEvent, UninstallingIsTheEndAndARevokedTokenIsNot) {
  const auto gone = receive_as<Lifecycle>(slack_event(R"({"type":"app_uninstalled"})", now));
  EXPECT_EQ(gone.kind, Lifecycle::Kind::Uninstalled);
  EXPECT_EQ(gone.origin.member.workspace.str(), "T0FAKE001");
  EXPECT_EQ(ignored(slack_event(R"({"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U0FAKEBOT"]}})", now)),
            "tokens_revoked");
  EXPECT_TRUE(log.has("slack.tokens_revoked"));
}

TEST_F(SlackEvent, KnowsItsOwnIdFromSlackWhenTheEnvelopeIsSilent) {
  client.answer(fakes::ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001","user_id":"U0FAKEBOT"})"));
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  const auto command = receive_as<Command>(slack_request(
      "/slack/events",
      R"({"type":"event_callback","team_id":"T0FAKE001","event":{"type":"app_mention","user":"U0FAKE001","channel":"C0FAKE001","text":"<@U0FAKEBOT> tip"}})",
      now));
  EXPECT_EQ(command.text, "tip");
}

TEST_F(SlackEvent, OfNonsenseIsIgnored) {
  EXPECT_EQ(ignored(slack_request("/slack/events", "", now)), "not-json");
  EXPECT_EQ(ignored(slack_request("/slack/events", "[1,2", now)), "not-json");
  EXPECT_EQ(ignored(slack_request("/slack/events", "[]", now)), "envelope");
  EXPECT_EQ(ignored(slack_request("/slack/events", R"({"type":"event_callback"})", now)), "no-workspace");
  EXPECT_EQ(ignored(slack_request("/slack/events", R"({"type":"event_callback","team_id":"T0FAKE001"})", now)), "no-event");
  EXPECT_EQ(ignored(slack_request("/slack/events",
                                  R"({"type":"event_callback","team_id":"../T1","event":{"type":"app_uninstalled"}})", now)),
            "no-workspace");
  EXPECT_EQ(ignored(slack_event(R"({"type":"reaction_added","user":"U0FAKE001"})", now)), "event");
  EXPECT_EQ(ignored(slack_event("[]", now)), "event");
  EXPECT_EQ(ignored(slack_event(R"("app_mention")", now)), "event");
  EXPECT_EQ(ignored(slack_request("/slack/events", R"({"type":"app_rate_limited","team_id":"T0FAKE001","minute_rate_limited":1})",
                                  now)),
            "app_rate_limited");
}

TEST_F(SlackEvent, WithBytesThatAreNoTextIsAnsweredPolitely) {
  const auto unusable = receive_as<Unusable>(slack_event(
      "{\"type\":\"message\",\"channel_type\":\"im\",\"user\":\"U0FAKE001\",\"text\":\"hi \xFF\",\"channel\":\"D0FAKE001\"}",
      now));
  EXPECT_EQ(unusable.error.code, Code::Invalid);
  EXPECT_EQ(unusable.origin.channel.channel.str(), "D0FAKE001");
}

}  // namespace
}  // namespace allybot::platforms::slack
