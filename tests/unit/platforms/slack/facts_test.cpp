#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::ScriptedClient;

struct SlackFacts : SlackTest {
  MemberKey kim{PlatformId("slack"), WorkspaceId("T0FAKE001"), MemberId("U0FAKE001")};
  ChannelKey general{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")};

  void told(const std::string& body) { client.answer(ScriptedClient::answered(200, body)); }
};

TEST_F(SlackFacts, TellRoleZoneAndLanguage) {
  told(R"({"ok":true,"user":{"id":"U0FAKE001","name":"kim","is_admin":true,"tz":"Europe/Berlin","locale":"de-DE"}})");
  const auto facts = adapter->member_facts(kim);
  ASSERT_TRUE(facts.has_value());
  EXPECT_TRUE(facts->admin);
  EXPECT_EQ(facts->zone, "Europe/Berlin");
  EXPECT_EQ(facts->language, "de-DE");
  EXPECT_EQ(http::form_field(client.requests().at(0).body, "include_locale"), "true");
}

TEST_F(SlackFacts, TakeOnlyAKnownRoleForARole) {
  const std::pair<std::string, bool> rows[] = {
      {R"({"is_owner":true})", true},
      {R"({"is_primary_owner":true})", true},
      {R"({})", false},
      {R"({"is_admin":false})", false},
      {R"({"is_admin":"true"})", false},
      {R"({"is_admin":1})", false},
      {R"({"is_admin":true,"is_stranger":true})", false},
      {R"({"is_admin":true,"deleted":true})", false},
  };
  for (const auto& [user, admin] : rows) {
    adapter = make();
    told(R"({"ok":true,"user":)" + user + "}");
    EXPECT_EQ(adapter->member_facts(kim)->admin, admin) << user;
  }
}

TEST_F(SlackFacts, AreKeptForAFewMinutes) {
  told(R"({"ok":true,"user":{"is_admin":true}})");
  EXPECT_TRUE(adapter->member_facts(kim)->admin);
  told(R"({"ok":true,"user":{"is_admin":false}})");
  rig.clock.advance(std::chrono::minutes(4));
  EXPECT_TRUE(adapter->member_facts(kim)->admin);
  EXPECT_EQ(client.requests().size(), 1U);
  rig.clock.advance(std::chrono::minutes(2));
  EXPECT_FALSE(adapter->member_facts(kim)->admin);
}

TEST_F(SlackFacts, AreNotKeptWhenTheyFailed) {
  client.answer(ScriptedClient::never_left("refused"));
  const auto failed = adapter->member_facts(kim);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, Code::Unavailable);
  told(R"({"ok":true,"user":{"is_admin":true}})");
  EXPECT_TRUE(adapter->member_facts(kim)->admin);
}

TEST_F(SlackFacts, FailInOurOwnWords) {
  const std::pair<http::ClientOutcome, Code> rows[] = {
      {ScriptedClient::answered(200, R"({"ok":false,"error":"user_not_found"})"), Code::NotFound},
      {ScriptedClient::answered(200, R"({"ok":false,"error":"missing_scope"})"), Code::Forbidden},
      {ScriptedClient::answered(200, R"({"ok":false,"error":"invalid_auth"})"), Code::Unavailable},
      {ScriptedClient::answered(429, ""), Code::TooMany},
      {ScriptedClient::answered(500, "<html>"), Code::Unavailable},
      {ScriptedClient::answered(200, R"({"ok":true})"), Code::Unavailable},
      {ScriptedClient::unheard("timeout"), Code::Unavailable},
      {ScriptedClient::answered(200, R"({"ok":false,"error":"invalid_arguments"})"), Code::Invalid},
  };
  for (const auto& [outcome, code] : rows) {
    client.answer(outcome);
    const auto failed = adapter->member_facts(kim);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, code) << failed.error().for_log;
  }
  kim.member = MemberId("../x");
  EXPECT_EQ(adapter->member_facts(kim).error().code, Code::Invalid);
}

TEST_F(SlackFacts, SayWhetherAChannelTakesPosts) {
  const std::tuple<std::string, std::string, bool> rows[] = {
      {R"({"ok":true,"channel":{"id":"C0FAKE001","is_member":true}})", "", false},
      {R"({"ok":true,"channel":{"id":"C0FAKE001","is_member":false}})", "not_invited", false},
      {R"({"ok":true,"channel":{"id":"C0FAKE001","is_member":true,"is_archived":true}})", "archived", false},
      {R"({"ok":true,"channel":{"id":"C0FAKE001","is_member":true,"is_ext_shared":true}})", "", true},
      {R"({"ok":true,"channel":{"id":"C0FAKE001","is_member":true,"is_pending_ext_shared":true}})", "", true},
      {R"({"ok":true,"channel":{"id":"D0FAKE001","is_im":true}})", "", false},
      {R"({"ok":false,"error":"channel_not_found"})", "not_invited", false},
  };
  for (const auto& [body, why_not, outsiders] : rows) {
    told(body);
    const auto facts = adapter->channel_facts(general);
    ASSERT_TRUE(facts.has_value()) << body;
    EXPECT_EQ(facts->why_not, why_not) << body;
    EXPECT_EQ(facts->can_post, why_not.empty()) << body;
    EXPECT_EQ(facts->has_outsiders, outsiders) << body;
  }
}

TEST_F(SlackFacts, AskTheChannelEachTime) {
  told(R"({"ok":true,"channel":{"is_member":false}})");
  EXPECT_FALSE(adapter->channel_facts(general)->can_post);
  told(R"({"ok":true,"channel":{"is_member":true}})");
  EXPECT_TRUE(adapter->channel_facts(general)->can_post);
}

TEST_F(SlackFacts, KnowWhetherAMemberCanBeWrittenTo) {
  general.channel = ChannelId("@U0FAKE001");
  told(R"({"ok":true,"user":{"id":"U0FAKE001"}})");
  EXPECT_TRUE(adapter->channel_facts(general)->can_post);
  for (const char* body : {R"({"ok":true,"user":{"deleted":true}})", R"({"ok":true,"user":{"is_bot":true}})",
                           R"({"ok":false,"error":"user_not_found"})"}) {
    told(body);
    EXPECT_EQ(adapter->channel_facts(general)->why_not, "not_found") << body;
  }
  client.answer(ScriptedClient::answered(500, ""));
  EXPECT_FALSE(adapter->channel_facts(general).has_value());
}

}  // namespace
}  // namespace allybot::platforms::slack
