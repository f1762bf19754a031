#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

using MattermostCommand = MattermostRig;
using fakes::mattermost_command;
using fakes::mattermost_command_fields;
using fakes::mattermost_form_request;
using fakes::MattermostPlace;

TEST_F(MattermostCommand, TellsWhoWhereAndWhat) {
  const auto command = receive_as<Command>(mattermost_command("resource parental leave"));
  EXPECT_EQ(command.text, "resource parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Slash);
  EXPECT_EQ(command.origin.member, alice);
  EXPECT_EQ(command.origin.channel, ops);
  EXPECT_FALSE(command.origin.direct);
  EXPECT_TRUE(command.origin.address.empty());
}

TEST_F(MattermostCommand, TakesTextAsItWasTyped) {
  EXPECT_EQ(receive_as<Command>(mattermost_command("hello *world* caf\xC3\xA9 & x=1 \"q\" ~ops <b>  two  spaces ")).text,
            "hello *world* caf\xC3\xA9 & x=1 \"q\" ~ops <b>  two  spaces");
  EXPECT_EQ(receive_as<Command>(mattermost_command("&amp; &lt;")).text, "&amp; &lt;");
  EXPECT_EQ(receive_as<Command>(mattermost_command("line one\nline two")).text, "line one\nline two");
  EXPECT_EQ(receive_as<Command>(mattermost_command("")).text, "");
}

TEST_F(MattermostCommand, TurnsMentionsIntoIds) {
  auto fields = mattermost_command_fields("lead add @admin, and @Bob.two. not@admin @nobody <@fakebob0000000000000000000>");
  fields.insert(fields.end(), {{"user_mentions", "admin"},
                               {"user_mentions_ids", "fakeadmin00000000000000000"},
                               {"user_mentions", "bob.two"},
                               {"user_mentions_ids", "fakebob0000000000000000000"}});
  EXPECT_EQ(receive_as<Command>(mattermost_form_request(fields)).text,
            "lead add <@fakeadmin00000000000000000>, and <@fakebob0000000000000000000>. not@admin @nobody < "
            "@fakebob0000000000000000000>");
}

TEST_F(MattermostCommand, IgnoresListsOfMentionsThatDoNotMatch) {
  auto fields = mattermost_command_fields("lead add @admin");
  fields.insert(fields.end(), {{"user_mentions", "admin"},
                               {"user_mentions_ids", "fakeadmin00000000000000000"},
                               {"user_mentions_ids", "fakebob0000000000000000000"}});
  EXPECT_EQ(receive_as<Command>(mattermost_form_request(fields)).text, "lead add @admin");
  fields = mattermost_command_fields("lead add @admin");
  fields.insert(fields.end(), {{"user_mentions", "admin"}, {"user_mentions_ids", "no id/at all"}});
  EXPECT_EQ(receive_as<Command>(mattermost_form_request(fields)).text, "lead add @admin");
}

TEST_F(MattermostCommand, KnowsTheConversationWithTheBotOnceItKnowsItself) {
  const auto place = fakes::conversation_with_bot();
  EXPECT_FALSE(receive_as<Command>(mattermost_command("tip", place)).origin.direct);
  connect();
  const auto direct = receive_as<Command>(mattermost_command("tip", place));
  EXPECT_TRUE(direct.origin.direct);
  EXPECT_EQ(direct.origin.channel, own);
  MattermostPlace other = place;
  other.channel_name = "fakealice00000000000000000__fakebob0000000000000000000";
  EXPECT_FALSE(receive_as<Command>(mattermost_command("tip", other)).origin.direct);
  other.channel_name = std::string(fakes::kMattermostBot) + "__fakealice00000000000000000";
  EXPECT_TRUE(receive_as<Command>(mattermost_command("tip", other)).origin.direct);
  other.channel_name = std::string(fakes::kMattermostBot) + "__fakebob0000000000000000000";
  EXPECT_FALSE(receive_as<Command>(mattermost_command("tip", other)).origin.direct);
}

TEST_F(MattermostCommand, NamesARequestByItsTrigger) {
  MattermostPlace later;
  later.trigger += "x";
  const auto first = receive_as<Command>(mattermost_command("tip")).origin.request;
  EXPECT_EQ(receive_as<Command>(mattermost_command("tip")).origin.request, first);
  EXPECT_NE(receive_as<Command>(mattermost_command("tip", later)).origin.request, first);
  EXPECT_LE(first.str().size(), 24U);
  EXPECT_EQ(first.str().find_first_of("/+= \n"), std::string::npos);
  later.trigger.clear();
  EXPECT_TRUE(receive_as<Command>(mattermost_command("tip", later)).origin.request.empty());
}

TEST_F(MattermostCommand, KeepsAResponseUrlOfTheConfiguredServerOnly) {
  const auto late_target = [this](const std::string& url) {
    MattermostPlace place;
    place.response_url = url;
    const auto origin = receive_as<Command>(mattermost_command("tip", place)).origin;
    return call_of(adapter->render(Answer{Card{"T", {}, {}, {}}}, origin, Timing::Late, now)).first;
  };
  const std::string good = "http://127.0.0.1:8065/hooks/commands/fakehook000000000000000000";
  EXPECT_EQ(late_target(good), good);
  for (const char* foreign :
       {"", "http://127.0.0.1:8065/api/v4/posts", "https://evil.example/hooks/commands/fakehook000000000000000000",
        "http://127.0.0.1:8065@evil.example/hooks/commands/fakehook000000000000000000",
        "http://10.0.0.1/hooks/commands/fakehook000000000000000000", "ftp://127.0.0.1/hooks/commands/fakehook000000000000000000",
        "http://127.0.0.1:8065/hooks/commands/../../api/v4/users", "http://127.0.0.1:8065/hooks/commands/short",
        "http://127.0.0.1:8065/hooks/commands/fakehook000000000000000000\r\nX: y"})
    EXPECT_EQ(late_target(foreign), "/posts") << foreign;
}

TEST_F(MattermostCommand, IsPoliteAboutBytesThatAreNoText) {
  const auto unusable = receive_as<Unusable>(mattermost_command("tip \xFF"));
  EXPECT_EQ(unusable.error.for_member, "Some of those characters did not reach me as text. Please type it again.");
  EXPECT_EQ(unusable.origin.member, alice);
}

TEST_F(MattermostCommand, IsUnusableWithStrangeIds) {
  for (const char* strange :
       {"", "short", "UPPERCASE00000000000000000", "fakealice000/0000000000000", "fakealice000000000000000000"}) {
    MattermostPlace place;
    place.user = strange;
    EXPECT_EQ(receive_as<Unusable>(mattermost_command("tip", place)).error.code, Code::Invalid) << strange;
  }
}

}  // namespace
}  // namespace allybot::platforms::mattermost
