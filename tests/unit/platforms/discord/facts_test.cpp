#include "bot/platforms/discord/facts.h"

#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::DiscordPlace;
using fakes::ScriptedClient;

constexpr const char* kAdministrator = "8";
constexpr const char* kManageServer = "32";
constexpr const char* kSeeAndSend = "3072";
constexpr const char* kSeeAlone = "1024";
constexpr const char* kSeeAndSendInThreads = "274877907968";

struct DiscordFacts : DiscordTest {
  MemberKey member{PlatformId("discord"), WorkspaceId(place.guild), MemberId(place.user)};

  void hear(const DiscordPlace& from) { receive_as<Command>(fakes::discord_command("tip", from)); }
  bool is_admin_with(const char* permissions) {
    DiscordPlace told = place;
    told.permissions = permissions;
    hear(told);
    const auto facts = adapter->member_facts(member);
    return facts && facts->admin;
  }
  bool can_post_with(const char* permissions, int channel_type = 0) {
    DiscordPlace told = place;
    told.app_permissions = permissions;
    told.channel_type = channel_type;
    hear(told);
    const auto facts = adapter->channel_facts(channel());
    return facts && facts->can_post;
  }
};

TEST_F(DiscordFacts, TakesWhoRunsTheServerForAnAdmin) {
  EXPECT_TRUE(is_admin_with(kAdministrator));
  EXPECT_TRUE(is_admin_with(kManageServer));
  EXPECT_TRUE(is_admin_with("2251799813685247"));
  for (const char* none : {"0", kSeeAndSend, "", "-8", "8.0", "0x8", "99999999999999999999999", "all"})
    EXPECT_FALSE(is_admin_with(none)) << none;
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DiscordFacts, TrustsARoleForMinutesAndNoLonger) {
  EXPECT_TRUE(is_admin_with(kAdministrator));
  rig.clock.advance(std::chrono::minutes(5));
  const auto later = adapter->member_facts(member);
  ASSERT_FALSE(later.has_value());
  EXPECT_EQ(later.error().code, Code::Unavailable);
}

TEST_F(DiscordFacts, KnowsNoRoleOfAnotherServerOrOfADirectMessage) {
  EXPECT_TRUE(is_admin_with(kAdministrator));
  for (const char* workspace : {"100000000000000334", ""}) {
    MemberKey elsewhere = member;
    elsewhere.workspace = WorkspaceId(workspace);
    EXPECT_FALSE(adapter->member_facts(elsewhere).has_value());
  }
  MemberKey strange = member;
  strange.member = MemberId("kim");
  EXPECT_EQ(adapter->member_facts(strange).error().code, Code::Invalid);
}

TEST_F(DiscordFacts, KnowsFromTheCommandWhetherItMayPost) {
  EXPECT_TRUE(can_post_with(kSeeAndSend));
  EXPECT_TRUE(can_post_with(kAdministrator));
  EXPECT_FALSE(can_post_with(kSeeAlone));
  EXPECT_FALSE(can_post_with("2048")) << "sends where it does not see";
  EXPECT_FALSE(can_post_with("0"));
  EXPECT_TRUE(can_post_with(kSeeAndSendInThreads, 11));
  EXPECT_FALSE(can_post_with(kSeeAndSend, 11)) << "a thread has a right of its own";
  EXPECT_FALSE(can_post_with(kSeeAndSendInThreads, 0));
  EXPECT_EQ(adapter->channel_facts(channel())->why_not, "not_invited");
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DiscordFacts, CannotPostWhereAMemberBroughtItAlong) {
  DiscordPlace alone = place;
  alone.owners = R"({"1":"100000000000000555"})";
  hear(alone);
  EXPECT_EQ(adapter->channel_facts(channel())->why_not, "not_invited");
  alone.owners = R"({"0":"100000000000000333","1":"100000000000000555"})";
  hear(alone);
  EXPECT_TRUE(adapter->channel_facts(channel())->can_post);
}

TEST_F(DiscordFacts, AsksAboutAChannelThatNobodySpokeFrom) {
  client.answer(ScriptedClient::answered(200, R"({"id":"100000000000000444","type":0})"));
  EXPECT_TRUE(adapter->channel_facts(channel())->can_post);
  EXPECT_EQ(client.requests().at(0).url, "https://discord.com/api/v10/channels/100000000000000444");
  client.answer(ScriptedClient::answered(403, R"({"code":50001})"));
  EXPECT_EQ(adapter->channel_facts(channel())->why_not, "not_invited");
  client.answer(ScriptedClient::answered(404, R"({"code":10003})"));
  EXPECT_EQ(adapter->channel_facts(channel())->why_not, "not_found");
  for (const auto& outcome : {ScriptedClient::answered(500, ""), ScriptedClient::answered(401, "{}"),
                              ScriptedClient::unheard("timeout"), ScriptedClient::answered(200, "<html>")}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->channel_facts(channel()).error().code, Code::Unavailable);
  }
  client.answer(ScriptedClient::answered(429, R"({"retry_after":3})"));
  EXPECT_EQ(adapter->channel_facts(channel()).error().code, Code::TooMany);
}

TEST_F(DiscordFacts, AsksAgainOnceWhatItHeardIsOld) {
  EXPECT_FALSE(can_post_with("0"));
  client.answer(ScriptedClient::answered(200, R"({"id":"100000000000000444","type":0})"));
  rig.clock.advance(std::chrono::seconds(31));
  EXPECT_TRUE(adapter->channel_facts(channel())->can_post);
}

TEST_F(DiscordFacts, TakesAConversationAsItIs) {
  EXPECT_TRUE(adapter->channel_facts(conversation(place.guild))->can_post);
  EXPECT_FALSE(adapter->channel_facts({PlatformId("discord"), WorkspaceId(), ChannelId("@kim")}).has_value());
  EXPECT_FALSE(adapter->channel_facts({PlatformId("discord"), WorkspaceId(), ChannelId("1/../2")}).has_value());
  EXPECT_TRUE(client.requests().empty());
}

}  // namespace
}  // namespace allybot::platforms::discord
