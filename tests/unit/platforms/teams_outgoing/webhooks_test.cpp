// What an operator sets and is told.
#include "bot/platforms/teams_outgoing/webhooks.h"

#include <gtest/gtest.h>

#include "bot/crypto/crypto.h"
#include "bot/platforms/teams_outgoing/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::teams_outgoing {
namespace {

const std::string kKey = fakes::kTeamsWebhookKey;

TEST(TeamsOutgoing, DecodesTheKeyOfEachName) {
  const auto all = read_webhooks("\n engineering=" + kKey + "\r\n\thr-2=QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI= \n");
  ASSERT_TRUE(all.has_value()) << all.error().for_log;
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at("engineering").reveal(), *crypto::from_hex(fakes::kTeamsWebhookKeyHex));
  EXPECT_EQ(all->at("hr-2").reveal().size(), 32U);
}

TEST(TeamsOutgoing, RefusesWhatIsNoListOfKeysAndNeverRepeatsOne) {
  const std::string bare = kKey.substr(0, kKey.size() - 1);
  const std::pair<std::string, const char*> rows[] = {
      {"", "names no webhook"},
      {kKey, "name=key"},
      {"Engineering=" + kKey, "small letters"},
      {"a=", "32 bytes in base64 for a"},
      {"a=" + bare, "32 bytes in base64 for a"},
      {"a=" + kKey + '=', "32 bytes in base64 for a"},
      {"a=" + kKey.substr(4), "32 bytes in base64 for a"},
      {"a=AAAA" + kKey, "32 bytes in base64 for a"},
      {"a=vqF0En-Z0ucuRTM_01o2GuhMH3hKKk_N2bOmlM31zaA=", "32 bytes in base64 for a"},
      {"a=vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaB=", "32 bytes in base64 for a"},
      {"a=HMAC" + kKey, "32 bytes in base64 for a"},
      {"a=" + kKey + " a=QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI=", "names a twice"},
      {"a=" + kKey + " b=" + kKey, "gives b the key of another name"},
  };
  for (const auto& [setting, said] : rows) {
    const auto all = read_webhooks(setting);
    ASSERT_FALSE(all.has_value()) << setting;
    EXPECT_EQ(all.error().code, Code::Invalid);
    EXPECT_EQ(all.error().for_log.find("TEAMS_OUTGOING_WEBHOOKS "), 0U);
    EXPECT_NE(all.error().for_log.find(said), std::string::npos) << setting << ": " << all.error().for_log;
    EXPECT_EQ(all.error().for_log.find("01o2Guh"), std::string::npos) << all.error().for_log;
  }
}

struct TeamsOutgoingOperator : testing::Test {
  fakes::PlatformRig rig{{{"TEAMS_OUTGOING_WEBHOOKS", "engineering=" + kKey}}};
  fakes::ScriptedClient client;
  Environment environment = rig.environment(client);
};

TEST_F(TeamsOutgoingOperator, IsToldTheAddressOfEachWebhookAndWithoutHttpsThatTeamsCannotCall) {
  auto adapter = std::move(*declaration().make(environment));
  auto checks = adapter->checks();
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].level, Check::Level::Good);
  EXPECT_NE(checks[0].what.find("https://bot.example.org/teams/outgoing?webhook=engineering"), std::string::npos);
  EXPECT_EQ(checks[0].what.find("01o2Guh"), std::string::npos);
  for (const char* url : {"", "http://bot.example.org"}) {
    environment.public_url = url;
    adapter = std::move(*declaration().make(environment));
    checks = adapter->checks();
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].level, Check::Level::Failure) << url;
    EXPECT_FALSE(checks[0].mend.empty());
  }
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(TeamsOutgoingOperator, ItsChecklistNamesTheAddressesAndNoKey) {
  ManifestInput input;
  input.command = "ally";
  EXPECT_NE(declaration().manifest(input)->find("https://your.address/teams/outgoing?webhook=engineering"), std::string::npos);
  input.public_url = "https://bot.example.org";
  input.setting = [](std::string_view) { return std::optional<std::string>("hr=" + kKey); };
  const std::string text = *declaration().manifest(input);
  EXPECT_NE(text.find("https://bot.example.org/teams/outgoing?webhook=hr"), std::string::npos) << text;
  EXPECT_EQ(text.find("01o2Guh"), std::string::npos);
}

TEST_F(TeamsOutgoingOperator, IsToldThatNothingIsPostedThere) {
  auto adapter = std::move(*declaration().make(environment));
  const ChannelKey channel{PlatformId("teamsoutgoing"), WorkspaceId("engineering"), ChannelId("19:fakeops@thread.tacv2")};
  EXPECT_EQ(adapter->post({}, channel, {}, rig.clock.now()).error().code, Code::Unsupported);
  EXPECT_EQ(adapter->send({}).kind, SendOutcome::Kind::Refused);
  EXPECT_FALSE(adapter->channel_facts(channel)->can_post);
  EXPECT_FALSE(adapter->member_facts({}).has_value());
}

}  // namespace
}  // namespace allybot::platforms::teams_outgoing
