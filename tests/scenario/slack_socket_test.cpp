// Slack without a public address: the real program, with no signing secret, over connections that it opens itself.
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/fakes/fake_slack.h"
#include "tests/fakes/fake_slack_sockets.h"
#include "tests/fakes/slack_requests.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"

namespace allybot {
namespace {

using nlohmann::json;
constexpr std::chrono::seconds kPatience{20};

class SlackSockets : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(program.start()) << program.output();
    ASSERT_TRUE(sockets.stand(1)) << program.output();
  }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(slack.complaints(), std::vector<std::string>{});
    EXPECT_EQ(sockets.complaints(), std::vector<std::string>{});
    for (const char* secret : {"xapp-", "xoxb-", "ticket=", "_hooks"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string command(int connection, const std::string& text, const std::string& trigger) {
    fakes::SlackPlace place;
    place.trigger = trigger;
    place.response_url = slack.response_url(trigger);
    json payload = json::object();
    for (const auto& [name, value] : fakes::slack_command_form(text, place)) payload[name] = value;
    return sockets.send(connection, "slash_commands", payload.dump());
  }
  json answer_to(const std::string& envelope) const {
    const auto answer = sockets.answer_to(envelope);
    return answer ? json::parse(answer->text).value("payload", json::object()) : json::object();
  }
  static std::string button(const json& message, const std::string& label) {
    for (const json& block : message.value("blocks", json::array()))
      for (const json& element : block.value("elements", json::array()))
        if (element.is_object() && element.value("type", "") == "button" && element["text"]["text"] == label)
          return element["value"];
    return {};
  }

  const fakes::Certificate certificate = fakes::make_certificate("DNS:localhost");
  const fakes::Trust trust{certificate.authority};
  fakes::FakeSlack slack;
  fakes::FakeSlackSockets sockets{slack.platform(), certificate};
  const scenario::Folder folder;
  scenario::Program program{folder,
                            {{"SLACK_APP_TOKEN", fakes::kSlackAppToken},
                             {"SLACK_BOT_TOKEN", fakes::kSlackToken},
                             {"SLACK_API_URL", slack.api_url()},
                             {"SSL_CERT_FILE", std::getenv("SSL_CERT_FILE")}}};
};

TEST_F(SlackSockets, ATipIsAnsweredInPrivateAndShared) {
  const json tip = answer_to(command(1, "tip", "t1"));
  EXPECT_EQ(tip.value("response_type", ""), "ephemeral");
  const std::string share = button(tip, "Share here");
  ASSERT_FALSE(share.empty()) << tip.dump();
  const std::string pressed = sockets.send(1, "interactive", fakes::slack_press(share));
  ASSERT_TRUE(sockets.answer_to(pressed).has_value());
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return !slack.messages().empty(); })) << program.output();
  EXPECT_EQ(slack.messages()[0].channel, "C0FAKE001");
  EXPECT_EQ(slack.messages()[0].body.find("U0FAKE001"), std::string::npos);
}

TEST_F(SlackSockets, AMentionInAThreadIsAnsweredThereInPrivate) {
  const std::string event =
      fakes::slack_event(
          R"({"type":"app_mention","user":"U0FAKE001","text":"<@U0FAKEBOT> tip","channel":"C0FAKE001","ts":"1700000001.1","thread_ts":"1700000000.1"})",
          SystemClock().now())
          .body;
  const std::string envelope = sockets.send(1, "events_api", event);
  ASSERT_TRUE(sockets.answer_to(envelope).has_value());
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return !slack.whispers().empty(); })) << program.output();
  const json whisper = json::parse(slack.whispers()[0].body);
  EXPECT_EQ(whisper.value("thread_ts", ""), "1700000000.1");
  EXPECT_EQ(whisper.value("user", ""), "U0FAKE001");
  EXPECT_TRUE(slack.messages().empty());
}

TEST_F(SlackSockets, NothingIsLostOrDoubledWhileConnectionsChange) {
  std::vector<std::string> envelopes;
  const auto ask = [&](int connection) {
    const std::string number = std::to_string(envelopes.size());
    // Every other one changes something, and so is carried out by a worker.
    envelopes.push_back(command(connection, envelopes.size() % 2 == 0 ? "tip" : "me zone Asia/Tokyo", "t" + number));
  };
  for (int newest = 1; newest <= 3; ++newest) {
    for (int i = 0; i < 4; ++i) ask(newest);
    sockets.disconnect(newest, newest == 2 ? "refresh_requested" : "warning");
    for (int i = 0; i < 2; ++i) ask(newest);
    ASSERT_TRUE(sockets.stand(2)) << program.output();
    ask(newest);
    ask(newest + 1);
    for (const std::string& envelope : envelopes) ASSERT_TRUE(sockets.answer_to(envelope).has_value()) << envelope;
    sockets.goodbye(newest);
    ASSERT_TRUE(sockets.stand(1));
  }
  sockets.send_again(4, envelopes[1]);
  const std::string last = command(4, "tip", "last");
  ASSERT_TRUE(sockets.answer_to(last).has_value());
  for (std::size_t i = 0; i < envelopes.size(); ++i)
    EXPECT_EQ(sockets.times_answered(envelopes[i]), i == 1 ? 2U : 1U) << envelopes[i];
}

TEST_F(SlackSockets, WhatAnOlderProcessCarriedOutIsNotCarriedOutAgain) {
  const std::string envelope = command(1, "me zone Asia/Tokyo", "t1");
  const json first = answer_to(envelope);
  EXPECT_NE(first.dump().find("Tokyo"), std::string::npos) << first.dump();
  EXPECT_EQ(program.stop(), 0);
  ASSERT_TRUE(sockets.stand(0));
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(sockets.stand(1));
  sockets.send_again(2, envelope);
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return sockets.times_answered(envelope) == 2; }));
  EXPECT_EQ(answer_to(envelope), first);
}

TEST_F(SlackSockets, ReadyzSaysWhenSocketModeIsSwitchedOff) {
  sockets.disconnect(1, "link_disabled");
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] {
    return scenario::get(program.ops_port(), "/readyz").find("slack: Socket Mode is switched off") != std::string::npos;
  })) << program.output();
}

}  // namespace
}  // namespace allybot
