// The Slack adapter against the fake Slack, over real connections: what one of them makes, the other judges.
#include <nlohmann/json.hpp>

#include "bot/platforms/slack/adapter.h"
#include "tests/contract/platforms/rig.h"
#include "tests/fakes/fake_slack.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms::contract {
namespace {

using Kind = SendOutcome::Kind;

struct SlackOnTheWire : testing::Test {
  fakes::FakeSlack slack;
  std::unique_ptr<http::Client> client = http::make_client();
  fakes::PlatformRig rig{settings()};
  std::unique_ptr<Adapter> adapter = std::move(*slack::declaration().make(rig.environment(*client)));
  TimePoint now = rig.clock.now();
  ChannelKey channel{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")};

  std::map<std::string, std::string> settings() {
    auto all = slack.settings();
    all["SLACK_VERIFY_DELIVERY"] = "history";
    return all;
  }
  Outgoing nudge(const std::string& mark, const ChannelKey& to) {
    return {to.str(), *adapter->post(fakes::sample_cards().front().second, to, "", now), mark, now};
  }
  Origin asked(const std::string& response_url) {
    fakes::SlackPlace place;
    place.response_url = response_url;
    auto proven = adapter->authenticate(fakes::slack_command("tip", now, place), now);
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    return std::get<Command>(std::get<std::vector<Inbound>>(*parsed).at(0)).origin;
  }
  void send_all(const Rendered& rendered) {
    for (const Outgoing& call : rendered.calls) EXPECT_EQ(adapter->send(call).kind, Kind::Sent);
  }
};

TEST_F(SlackOnTheWire, PostsWhatSlackTakes) {
  for (const auto& [name, card] : fakes::sample_cards())
    EXPECT_EQ(adapter->send({channel.str(), *adapter->post(card, channel, "", now), name, now}).kind, Kind::Sent) << name;
  EXPECT_EQ(slack.messages().size(), fakes::sample_cards().size());
  EXPECT_EQ(slack.complaints(), std::vector<std::string>{});
}

TEST_F(SlackOnTheWire, FindsWhatWasPostedAndNeverHeardOf) {
  slack.platform().on_post("/api/chat.postMessage").close_after_handling().close_after_reading();
  EXPECT_EQ(adapter->send(nudge("posted", channel)).kind, Kind::Unknown);
  EXPECT_EQ(adapter->send(nudge("lost", channel)).kind, Kind::Unknown);
  const LookUp found = adapter->look_up(nudge("posted", channel));
  EXPECT_EQ(found.kind, LookUp::Kind::Present);
  EXPECT_EQ(found.remote, channel.channel.str() + ':' + slack.messages().at(0).ts);
  EXPECT_EQ(adapter->look_up(nudge("lost", channel)).kind, LookUp::Kind::Absent);
}

TEST_F(SlackOnTheWire, FindsItBehindManyOthersAndInAConversationOfTwo) {
  channel.channel = ChannelId("@U0FAKE001");
  EXPECT_EQ(adapter->send(nudge("first", channel)).kind, Kind::Sent);
  for (int i = 0; i < 250; ++i) ASSERT_EQ(adapter->send(nudge("other " + std::to_string(i), channel)).kind, Kind::Sent);
  EXPECT_EQ(slack.messages().at(0).channel, "D0FAKE001");
  EXPECT_EQ(adapter->look_up(nudge("first", channel)).kind, LookUp::Kind::Present);
  EXPECT_EQ(adapter->look_up(nudge("never", channel)).kind, LookUp::Kind::Absent);
}

TEST_F(SlackOnTheWire, SortsWhatSlackRefuses) {
  slack.describe("C0FAKE001", {true, false, false, false});
  EXPECT_EQ(adapter->send(nudge("a", channel)).kind, Kind::NeedsCare);
  slack.describe("C0FAKE001", {true, true, true, false});
  EXPECT_EQ(adapter->send(nudge("b", channel)).kind, Kind::Gone);
  slack.refuse_token("token_revoked");
  EXPECT_EQ(adapter->send(nudge("c", channel)).kind, Kind::TokenDead);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  slack.refuse_token("");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(adapter->connect().detail, "T0FAKE001");
}

TEST_F(SlackOnTheWire, AnswersThroughTheRequestsAddressFiveTimes) {
  const Origin origin = asked(slack.response_url("one"));
  const Rendered late = adapter->render(Answer{fakes::sample_cards().front().second}, origin, Timing::Late, now);
  ASSERT_EQ(late.calls.size(), 1U);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(adapter->send(late.calls[0]).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(late.calls[0]).kind, Kind::Gone);
  EXPECT_EQ(slack.whispers().size(), 5U);
  EXPECT_EQ(slack.complaints(), std::vector<std::string>{});
}

TEST_F(SlackOnTheWire, OpensFormsAndPublishesPages) {
  const Origin origin = asked(slack.response_url("two"));
  send_all(adapter->render(OpenForm{fakes::sample_form()}, origin, Timing::InRequest, now));
  send_all(adapter->render(HomePage{fakes::sample_home()}, origin, Timing::InRequest, now));
  EXPECT_EQ(slack.views().size(), 2U);
  EXPECT_EQ(slack.complaints(), std::vector<std::string>{});
}

TEST_F(SlackOnTheWire, LearnsFactsAndChecksItself) {
  slack.describe_member("U0FAKE001", {true, true, false, "Asia/Tokyo", "ja-JP"});
  slack.describe("C0FAKE001", {true, true, false, true});
  const auto member = adapter->member_facts({PlatformId("slack"), WorkspaceId("T0FAKE001"), MemberId("U0FAKE001")});
  ASSERT_TRUE(member.has_value());
  EXPECT_TRUE(member->admin);
  EXPECT_EQ(member->zone, "Asia/Tokyo");
  const auto facts = adapter->channel_facts(channel);
  ASSERT_TRUE(facts.has_value());
  EXPECT_TRUE(facts->can_post);
  EXPECT_TRUE(facts->has_outsiders);
  bool lacks_history = false;
  for (const Check& check : adapter->checks())
    lacks_history = lacks_history || check.what.find("channels:history") != std::string::npos;
  EXPECT_TRUE(lacks_history);
}

}  // namespace
}  // namespace allybot::platforms::contract
