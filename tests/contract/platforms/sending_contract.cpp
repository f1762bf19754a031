// What every adapter makes of the ways in which a platform fails; over real connections.
#include "tests/contract/platforms/hostile_cards.h"
#include "tests/contract/platforms/rig.h"

namespace allybot::platforms::contract {
namespace {

using Kind = SendOutcome::Kind;

struct PlatformSending : PlatformContract {
  fakes::FakePlatform platform;
  std::unique_ptr<http::Client> wire = http::make_client();
  Outgoing nudge;

  void SetUp() override {
    rig.settings = specimen.settings(platform.url());
    specimen.prepare(platform);
    adapter = make(*wire);
    auto payload = adapter->post(plain_card(), specimen.channel(), "", now);
    ASSERT_TRUE(payload.has_value());
    nudge = {specimen.channel().str(), std::move(*payload), "mark-1", now};
  }
  fakes::Script posts() { return platform.on(specimen.post_method(), specimen.post_path()); }
};

TEST_P(PlatformSending, SaysSentWhenItWasAccepted) {
  posts().reply(specimen.accepted_status(), specimen.accepted_post());
  const SendOutcome outcome = adapter->send(nudge);
  EXPECT_EQ(outcome.kind, Kind::Sent) << outcome.reason;
  EXPECT_FALSE(outcome.remote.empty());
  EXPECT_EQ(platform.count(specimen.post_path()), 1U);
}

TEST_P(PlatformSending, SaysNotSentWhenNobodyListens) {
  platform.stop_listening();
  const SendOutcome outcome = adapter->send(nudge);
  EXPECT_EQ(outcome.kind, Kind::NotSent);
  EXPECT_FALSE(outcome.reason.empty());
}

TEST_P(PlatformSending, SaysUnknownWhenNobodyAnswers) {
  posts().close_after_reading().hang(std::chrono::milliseconds(100));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(adapter->send(nudge).kind, Kind::Unknown);
}

TEST_P(PlatformSending, SaysUnknownWhenTheAnswerIsCutOrNonsense) {
  posts()
      .write_and_close("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"ok\":true")
      .reply(200, "<html>");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(adapter->send(nudge).kind, Kind::Unknown);
}

TEST_P(PlatformSending, WaitsWhenItIsOverALimit) {
  posts().reply(429, {{"Retry-After", "7"}}, "{}");
  const SendOutcome outcome = adapter->send(nudge);
  EXPECT_EQ(outcome.kind, Kind::Wait);
  EXPECT_EQ(outcome.wait, seconds(7));
}

TEST_P(PlatformSending, NeverSaysSentForAServersFault) {
  for (const int status : {500, 502, 503, 504}) {
    posts().reply(status, "oops");
    const SendOutcome outcome = adapter->send(nudge);
    EXPECT_TRUE(outcome.kind == Kind::NotSent || outcome.kind == Kind::Unknown) << status;
    EXPECT_FALSE(outcome.reason.empty());
  }
}

TEST_P(PlatformSending, CallsOnceForEachSend) {
  posts().reply(500, "oops").close_after_reading().reply(specimen.accepted_status(), specimen.accepted_post());
  for (int i = 0; i < 3; ++i) adapter->send(nudge);
  EXPECT_EQ(platform.count(specimen.post_path()), 3U);
}

std::vector<std::shared_ptr<const Specimen>> over_http() {
  std::vector<std::shared_ptr<const Specimen>> kept;
  for (const auto& one : specimens_that_post())
    if (one->sends_over_http()) kept.push_back(one);
  return kept;
}

INSTANTIATE_TEST_SUITE_P(All, PlatformSending, testing::ValuesIn(over_http()), platform_name);

}  // namespace
}  // namespace allybot::platforms::contract
