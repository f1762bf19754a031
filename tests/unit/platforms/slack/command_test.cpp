#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::encoded;
using fakes::slack_command;
using fakes::slack_command_form;
using fakes::slack_request;
using SlackCommand = SlackTest;

TEST_F(SlackCommand, IsWhoWhereAndWhat) {
  const auto command = receive_as<Command>(slack_command("  resource   parental leave ", now));
  EXPECT_EQ(command.text, "resource   parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Slash);
  EXPECT_EQ(command.origin.member.str(), "slack/T0FAKE001/U0FAKE001");
  EXPECT_EQ(command.origin.channel.str(), "slack/T0FAKE001/C0FAKE001");
  EXPECT_EQ(command.origin.request.str(), "1111.2222.fake");
  EXPECT_FALSE(command.origin.direct);
}

TEST_F(SlackCommand, MayBeEmpty) {
  EXPECT_EQ(receive_as<Command>(slack_command("", now)).text, "");
  auto form = slack_command_form("");
  std::erase_if(form, [](const auto& field) { return field.first == "text"; });
  EXPECT_EQ(receive_as<Command>(slack_request("/slack/commands", encoded(form), now)).text, "");
}

TEST_F(SlackCommand, KeepsMentionsAsIds) {
  EXPECT_EQ(receive_as<Command>(slack_command("lead add <@U0FAKE002|sam>", now)).text, "lead add <@U0FAKE002>");
}

TEST_F(SlackCommand, IsReadInOneUnicodeForm) {
  EXPECT_EQ(receive_as<Command>(slack_command("find cafe\xCC\x81", now)).text, "find caf\xC3\xA9");
}

TEST_F(SlackCommand, KnowsAConversationOfTwo) {
  fakes::SlackPlace place;
  place.channel = "D0FAKE001";
  EXPECT_TRUE(receive_as<Command>(slack_command("tip", now, place)).origin.direct);
}

TEST_F(SlackCommand, WithBytesThatAreNoTextIsAnsweredPolitely) {
  for (const char* bytes : {"tip \xFF", "\xC3", "\xED\xA0\x80"}) {
    const auto unusable = receive_as<Unusable>(slack_command(bytes, now));
    EXPECT_EQ(unusable.error.code, Code::Invalid);
    EXPECT_EQ(unusable.error.for_member, "Some of those characters did not reach me as text. Please type it again.");
    EXPECT_EQ(unusable.origin.member.member.str(), "U0FAKE001");
    EXPECT_EQ(unusable.origin.channel.channel.str(), "C0FAKE001");
    EXPECT_EQ(unusable.origin.request.str(), "1111.2222.fake");
  }
}

TEST_F(SlackCommand, WithStrangeIdsIsNoCommand) {
  for (const char* name : {"team_id", "channel_id", "user_id"}) {
    for (const char* value : {"", "U", "u0fake001", "T1/C1", "T1 ", "T1\n", "<!channel>", "T123456789012345678901234567890"}) {
      auto form = slack_command_form("tip");
      for (auto& [key, text] : form)
        if (key == name) text = value;
      const auto unusable = receive_as<Unusable>(slack_request("/slack/commands", encoded(form), now));
      EXPECT_EQ(unusable.error.code, Code::Invalid) << name << '=' << value;
      EXPECT_FALSE(unusable.error.for_member.empty());
    }
  }
}

TEST_F(SlackCommand, WithoutATriggerIsNamedByItsSignature) {
  auto form = slack_command_form("tip");
  std::erase_if(form, [](const auto& field) { return field.first == "trigger_id"; });
  const auto raw = slack_request("/slack/commands", encoded(form), now);
  const auto command = receive_as<Command>(raw);
  EXPECT_EQ(command.origin.request.str(), *raw.headers.only("X-Slack-Signature"));
}

TEST_F(SlackCommand, AnswersLateOnlyThroughSlacksHost) {
  for (const char* url :
       {"https://evil.example/x", "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x", "https://hooks.slack.com:8443/x", "http://127.0.0.1/x", "file:///etc/passwd"}) {
    fakes::SlackPlace place;
    place.response_url = url;
    const auto command = receive_as<Command>(slack_command("tip", now, place));
    EXPECT_EQ(command.origin.route.find("evil"), std::string::npos) << url;
    EXPECT_EQ(command.origin.route.find("127.0.0.1"), std::string::npos) << url;
    const auto late = adapter->render(Answer{tip_card()}, command.origin, Timing::Late, now);
    for (const Outgoing& call : late.calls) EXPECT_EQ(call.payload.find("chat.postEphemeral"), 0U);
  }
  EXPECT_TRUE(log.has("slack.response_url_refused"));
  EXPECT_EQ(log.all_text().find("evil"), std::string::npos);
}

TEST_F(SlackCommand, AnswersLateOnThisMachineWhenTheApiIsHereToo) {
  rig.settings["SLACK_API_URL"] = "http://127.0.0.1:9999/api/";
  adapter = make();
  fakes::SlackPlace place;
  place.response_url = "http://127.0.0.1:18104/_hooks/response/fake";
  const auto command = receive_as<Command>(slack_command("tip", now, place));
  const auto late = adapter->render(Answer{tip_card()}, command.origin, Timing::Late, now);
  ASSERT_EQ(late.calls.size(), 1U);
  EXPECT_EQ(late.calls[0].payload.find(place.response_url + '\n'), 0U);
  place.response_url = "https://evil.example/x";
  EXPECT_EQ(receive_as<Command>(slack_command("tip", now, place)).origin.route.find("evil"), std::string::npos);
}

TEST_F(SlackCommand, SslCheckIsAnsweredAndNothingMore) {
  http::RawRequest raw;
  raw.path = "/slack/commands";
  raw.body = "ssl_check=1&" + encoded(slack_command_form("schedule remove p1"));
  const auto handshake = receive_as<Handshake>(raw);
  EXPECT_EQ(handshake.status, 200);
  EXPECT_TRUE(handshake.body.empty());
}

TEST_F(SlackCommand, LogsNeitherTextNorAddress) {
  receive(slack_command("a very private question", now));
  receive(slack_command("a very private question \xFF", now));
  EXPECT_EQ(log.all_text().find("private"), std::string::npos);
  EXPECT_EQ(log.all_text().find("hooks.slack.com"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::slack
