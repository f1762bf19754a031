// Members and channels, as activities and the connector tell of them.
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

using fakes::ScriptedClient;
using http::ClientRequest;

struct TeamsPeople : TeamsRig {
  void connector_says(const http::ClientOutcome& outcome) {
    client.answer([outcome](const ClientRequest& request) {
      if (request.url.find("/oauth2/") != std::string::npos)
        return ScriptedClient::answered(200, R"({"expires_in":3600,"access_token":"fake.access.token"})");
      return outcome;
    });
  }
  static http::ClientOutcome members(const Json& list) { return ScriptedClient::answered(200, Json{{"members", list}}.dump()); }
  ChannelFacts facts() {
    const auto got = adapter->channel_facts(channel);
    EXPECT_TRUE(got.has_value()) << (got ? "" : got.error().for_log);
    return got.value_or(ChannelFacts{});
  }
  MemberFacts alices() { return *adapter->member_facts(alice); }
};

TEST_F(TeamsPeople, AreKnownByWhatTheyDo) {
  EXPECT_EQ(alices().zone, "");
  EXPECT_FALSE(alices().admin) << "a role that is not known is no role";
  receive_as<Command>(fakes::teams_message("tip", own));
  EXPECT_TRUE(alices().admin) << "her Entra id stands in TEAMS_ADMINS";
  EXPECT_EQ(alices().zone, "Europe/London");
  EXPECT_EQ(alices().language, "en-GB");
  receive_as<Ignored>(fakes::teams_activity(R"({"type":"message","text":7,"from":{"name":""}})", own));
  EXPECT_EQ(alices().zone, "Europe/London") << "what an activity does not tell stays";
}

TEST_F(TeamsPeople, AreNoAdminsUnlessTheirEntraIdIsListed) {
  for (const char* entra : {"0b0b0b0b-1111-2222-3333-444444444444", "", "0a0a0a0a", "0a0a0a0a-1111-2222-3333-4444444444440"}) {
    adapter = make();
    fakes::TeamsPlace other = own;
    other.entra_id = entra;
    receive_as<Command>(fakes::teams_message("tip", other));
    EXPECT_FALSE(alices().admin) << entra;
  }
  fakes::TeamsPlace loud = own;
  loud.entra_id = "0A0A0A0A-1111-2222-3333-444444444444";
  receive_as<Command>(fakes::teams_message("tip", loud));
  EXPECT_TRUE(alices().admin) << "ids have no case";
}

TEST_F(TeamsPeople, OfAChannelAreAskedForOnceAMinute) {
  receive_as<Command>(fakes::teams_message("tip", ops));
  connector_says(members(Json::array({{{"id", "29:a"}, {"tenantId", fakes::kTeamsTenant}}, {{"id", "29:b"}}})));
  EXPECT_TRUE(facts().can_post);
  EXPECT_FALSE(facts().has_outsiders);
  ASSERT_EQ(client.requests().size(), 2U) << "a token, then one list";
  EXPECT_EQ(client.requests()[1].url,
            std::string(fakes::kTeamsService) + "v3/conversations/19%3Afakeops%40thread.tacv2/pagedmembers?pageSize=500");
  EXPECT_EQ(client.requests()[1].method, http::Method::Get);
  rig.clock.advance(std::chrono::seconds(61));
  facts();
  EXPECT_EQ(client.requests().size(), 3U);
}

TEST_F(TeamsPeople, FromElsewhereAreOutsiders) {
  for (const Json& one : {Json{{"id", "29:a"}, {"tenantId", "bbbb0000-0000-0000-0000-000000000002"}},
                          Json{{"id", "29:a"}, {"userRole", "guest"}}}) {
    adapter = make();
    connector_says(members(Json::array({Json{{"id", "29:b"}}, one})));
    EXPECT_TRUE(facts().has_outsiders) << one.dump();
  }
  adapter = make();
  receive_as<Command>(fakes::teams_activity(
      R"({"text":"<at>Ally</at> tip","channelData":{"channel":{"type":"shared"}},
          "entities":[{"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"28:99999999-8888-7777-6666-555555555555"}}]})",
      ops));
  connector_says(members(Json::array()));
  EXPECT_TRUE(facts().has_outsiders) << "a shared channel may be anybody's";
}

TEST_F(TeamsPeople, OfAChannelThatWeMayNotSee) {
  const struct {
    int status;
    const char* text;
    const char* why;
  } rows[] = {
      {403, R"({"error":{"code":"BotNotInConversationRoster"}})", "not_invited"},
      {403, "", "not_invited"},
      {404, R"({"error":{"code":"ConversationNotFound"}})", "not_found"},
      {404, R"({"error":{"code":"BotNotInConversationRoster"}})", "not_invited"},
  };
  for (const auto& row : rows) {
    connector_says(ScriptedClient::answered(row.status, row.text));
    const ChannelFacts told = facts();
    EXPECT_FALSE(told.can_post);
    EXPECT_EQ(told.why_not, row.why) << row.text;
  }
  connector_says(members(Json::array()));
  EXPECT_TRUE(facts().can_post) << "what stood in the way is asked anew each time";
}

TEST_F(TeamsPeople, StayUnknownWhileNobodyTells) {
  for (const auto& outcome :
       {ScriptedClient::never_left("refused"), ScriptedClient::unheard("timeout"), ScriptedClient::answered(500, ""),
        ScriptedClient::answered(404, "<html>"), ScriptedClient::answered(200, "[]"), ScriptedClient::answered(200, "{}"),
        ScriptedClient::answered(200, R"({"members":7})"), ScriptedClient::answered(429, "")}) {
    connector_says(outcome);
    const auto got = adapter->channel_facts(channel);
    ASSERT_FALSE(got.has_value()) << outcome.body;
    EXPECT_EQ(got.error().code, Code::Unavailable);
  }
  client.answer(ScriptedClient::answered(401, R"({"error":"invalid_client"})"));
  adapter = make();
  EXPECT_EQ(adapter->channel_facts(channel).error().code, Code::Unavailable) << "no token";
}

TEST_F(TeamsPeople, OfAChatOfTwoNeedNoQuestion) {
  EXPECT_TRUE(adapter->channel_facts(direct)->can_post);
  ChannelKey strange = channel;
  strange.channel = ChannelId("../x");
  EXPECT_EQ(adapter->channel_facts(strange).error().code, Code::Invalid);
  EXPECT_TRUE(client.requests().empty());
}

}  // namespace
}  // namespace allybot::platforms::teams
