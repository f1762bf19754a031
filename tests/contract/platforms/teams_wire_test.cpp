// The Teams adapter against the fake Teams, over real connections: what one of them makes, the other judges.
#include <nlohmann/json.hpp>

#include "bot/platforms/teams/adapter.h"
#include "tests/contract/platforms/rig.h"
#include "tests/fakes/fake_teams.h"
#include "tests/fakes/sample_cards.h"

namespace allybot::platforms::contract {
namespace {

using fakes::FakeTeams;
using Kind = SendOutcome::Kind;
using Standing = FakeTeams::Standing;

struct TeamsOnTheWire : testing::Test {
  fakes::PlatformRig rig;
  FakeTeams teams{rig.clock};
  std::unique_ptr<http::Client> client = http::make_client();
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();
  const fakes::TeamsPlace ops = teams.from_here({});
  const fakes::TeamsPlace own = teams.from_here(fakes::own_conversation());
  const ChannelKey channel{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId(ops.conversation)};
  const ChannelKey direct{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId('@' + ops.user)};

  std::unique_ptr<Adapter> make() {
    rig.settings = teams.settings();
    return std::move(*teams::declaration().make(rig.environment(*client)));
  }
  Outgoing nudge(const ChannelKey& to) {
    return {to.str(), *adapter->post(fakes::sample_cards().front().second, to, teams.service(), now), "", now};
  }
  /// As the ingress does: fetches what is asked for, by a real call.
  Inbound receive(const std::string& body) {
    auto proven = adapter->authenticate(teams.request(body), now);
    for (int fetches = 0; proven && std::holds_alternative<Fetch>(*proven) && fetches < 3; ++fetches) {
      auto& fetch = std::get<Fetch>(*proven);
      adapter->fetched(fetch.purpose, client->send(fetch.request));
      proven = adapter->authenticate(std::move(*fetch.raw), now);
    }
    if (!proven || !std::holds_alternative<Authentic>(*proven)) return Ignored{proven ? "no keys" : proven.error().for_log};
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    return std::get<std::vector<Inbound>>(*parsed).at(0);
  }
  SendOutcome answer(const Reply& reply, const Origin& origin) {
    return adapter->send(adapter->render(reply, origin, Timing::Late, now).calls.at(0));
  }
};

TEST_F(TeamsOnTheWire, PostsWhatTeamsTakes) {
  teams.allow(100);
  for (const auto& [name, card] : fakes::sample_cards())
    for (const ChannelKey& to : {channel, direct})
      EXPECT_EQ(adapter->send({to.str(), *adapter->post(card, to, teams.service(), now), "", now}).kind, Kind::Sent) << name;
  EXPECT_EQ(teams.messages_in(ops.conversation).size(), fakes::sample_cards().size());
  EXPECT_EQ(teams.messages_in(own.conversation).size(), fakes::sample_cards().size());
  EXPECT_EQ(teams.complaints(), std::vector<std::string>{});
  EXPECT_EQ(teams.tokens_given(), 1U);
}

TEST_F(TeamsOnTheWire, FetchesTheKeysThatProveTheFirstRequest) {
  ASSERT_TRUE(std::holds_alternative<Command>(receive(fakes::teams_message("tip", ops))));
  EXPECT_EQ(teams.platform().count("/v1/.well-known/keys"), 1U);
  receive(fakes::teams_message("tip", ops));
  EXPECT_EQ(teams.platform().count("/v1/.well-known/keys"), 1U);
}

TEST_F(TeamsOnTheWire, AnswersInTheMembersChatAndChangesItThere) {
  const Origin asked = std::get<Command>(receive(fakes::teams_message("tip", ops))).origin;
  const Card card = fakes::sample_cards().front().second;
  ASSERT_EQ(answer(Answer{card}, asked).kind, Kind::Sent);
  ASSERT_EQ(teams.messages_in(own.conversation).size(), 1U);
  EXPECT_TRUE(teams.messages_in(ops.conversation).empty()) << "the channel sees nothing of it";

  const auto shown = nlohmann::json::parse(teams.messages()[0].body);
  const auto& body = shown.at("attachments").at(0).at("content").at("body");
  const std::string value = body.back().at("actions").at(0).at("data").dump();
  const Inbound pressed = receive(fakes::teams_press(value, own, teams.messages()[0].id));
  ASSERT_TRUE(std::holds_alternative<Press>(pressed));
  EXPECT_EQ(answer(Replace{fakes::sample_cards().back().second}, std::get<Press>(pressed).origin).kind, Kind::Sent);
  ASSERT_EQ(teams.messages().size(), 1U);
  EXPECT_NE(teams.messages()[0].body.find("What I can do"), std::string::npos);

  const Inbound old = receive(fakes::teams_press(value, own, "1699999999999"));
  EXPECT_EQ(answer(Replace{card}, std::get<Press>(old).origin).kind, Kind::Sent);
  EXPECT_EQ(teams.messages().size(), 2U) << "a message that is gone is posted anew";
  EXPECT_EQ(teams.complaints(), std::vector<std::string>{});
}

TEST_F(TeamsOnTheWire, NeverTakesSilenceForARefusal) {
  auto script = teams.platform().on_post(FakeTeams::posts_of(ops.conversation));
  script.close_after_handling().close_after_reading().write_and_close("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Unknown) << i;
  EXPECT_EQ(teams.messages().size(), 1U) << "one of the three was posted, and nobody can tell which";
  teams.platform().on_post("/v3/conversations").close_after_reading();
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::NotSent) << "a conversation is no message: it is asked for again";
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::Sent);
}

TEST_F(TeamsOnTheWire, WaitsAsLongAsTeamsAsks) {
  for (int i = 0; i < 7; ++i) EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent) << i;
  const SendOutcome refused = adapter->send(nudge(channel));
  EXPECT_EQ(refused.kind, Kind::Wait);
  EXPECT_EQ(refused.reason, "ratelimited");
  rig.clock.advance(refused.wait);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
}

TEST_F(TeamsOnTheWire, AnswersInTheChannelWhoHasNotInstalledTheBotIfThatIsWanted) {
  const Card card = fakes::sample_cards().front().second;
  teams.uninstall(ops.user);
  const Origin asked = std::get<Command>(receive(fakes::teams_message("tip", ops))).origin;
  EXPECT_EQ(answer(Answer{card}, asked).reason, "not_installed");
  EXPECT_TRUE(teams.messages().empty()) << "not unless it is wanted";

  rig.settings["TEAMS_TARGETED_MESSAGES"] = "on";
  adapter = std::move(*teams::declaration().make(rig.environment(*client)));
  const Origin again = std::get<Command>(receive(fakes::teams_message("tip", ops))).origin;
  EXPECT_EQ(answer(Answer{card}, again).kind, Kind::Sent);
  ASSERT_EQ(teams.messages().size(), 1U);
  EXPECT_EQ(teams.messages()[0].only_for, ops.user);
  teams.have_targeted_messages(false);
  EXPECT_EQ(answer(Answer{card}, again).reason, "not_installed") << "never in public instead";
  teams.install(ops.user);
  EXPECT_EQ(answer(Answer{card}, again).kind, Kind::Sent);
  EXPECT_EQ(teams.messages_in(own.conversation).size(), 1U) << "the member's own chat comes first";
  EXPECT_EQ(teams.complaints(), std::vector<std::string>{});
}

TEST_F(TeamsOnTheWire, TriesAgainWhatWasNotPosted) {
  teams.conflict(ops.conversation, 1);
  const SendOutcome conflict = adapter->send(nudge(channel));
  EXPECT_EQ(conflict.kind, Kind::NotSent);
  EXPECT_EQ(conflict.reason, "PreconditionFailed");
  teams.platform()
      .on_post(FakeTeams::posts_of(ops.conversation))
      .reply(502, R"({"error":{"code":"ServiceError","message":"x"}})")
      .reply(503, "")
      .close_before_reply();
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::NotSent);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::NotSent);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Unknown) << "it closed after the header was read";
  EXPECT_TRUE(teams.messages().empty());
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
}

TEST_F(TeamsOnTheWire, ReplacesATokenBeforeItEndsAndWhenItIsRefused) {
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
  rig.clock.advance(std::chrono::minutes(56));
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
  EXPECT_EQ(teams.tokens_given(), 2U) << "with less than five minutes left it is replaced";
  teams.end_tokens();
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent) << "refused, replaced, sent";
  EXPECT_EQ(teams.tokens_given(), 3U);
  EXPECT_EQ(teams.messages().size(), 3U);
  teams.end_tokens();
  teams.refuse_secret("AADSTS7000222");
  const SendOutcome dead = adapter->send(nudge(channel));
  EXPECT_EQ(dead.kind, Kind::TokenDead);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  teams.refuse_secret("");
  rig.clock.advance(std::chrono::seconds(20));
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
}

TEST_F(TeamsOnTheWire, SortsWhatTeamsRefuses) {
  teams.describe(ops.conversation, Standing::BotRemoved);
  EXPECT_EQ(adapter->send(nudge(channel)).reason, "not_invited");
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_invited");
  teams.describe(ops.conversation, Standing::Gone);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Gone);
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_found");
  teams.describe(ops.conversation, Standing::Usual);
  EXPECT_TRUE(adapter->channel_facts(channel)->can_post);
  teams.uninstall(ops.user);
  EXPECT_EQ(adapter->send(nudge(direct)).reason, "not_installed");
  teams.install(ops.user);
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::Sent);
  teams.uninstall(ops.user);
  const SendOutcome blocked = adapter->send(nudge(direct));
  EXPECT_EQ(blocked.kind, Kind::NeedsCare);
  EXPECT_EQ(blocked.reason, "blocked_by_user");
}

TEST_F(TeamsOnTheWire, SaysWhenGuestsReadAChannel) {
  teams.add_guest(ops.conversation);
  EXPECT_TRUE(adapter->channel_facts(channel)->has_outsiders);
}

TEST_F(TeamsOnTheWire, FindsTroubleWithTheLogin) {
  const auto first_failure = [this] {
    for (const Check& check : adapter->checks())
      if (check.level == Check::Level::Failure) return check.what;
    return std::string();
  };
  rig.settings["TEAMS_CLIENT_SECRET"] = "another";
  EXPECT_EQ(first_failure(), "");
  teams.refuse_secret("AADSTS7000222");
  adapter = make();
  EXPECT_NE(first_failure().find("AADSTS7000222"), std::string::npos);
  teams.platform().stop_listening();
  adapter = make();
  EXPECT_NE(first_failure().find("does not answer"), std::string::npos);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
}

}  // namespace
}  // namespace allybot::platforms::contract
