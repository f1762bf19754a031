// The Slack adapter with a scripted client, for unit tests.
// Must never open a connection.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/platforms/slack/adapter.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms::slack {

struct SlackTest : testing::Test {
  fakes::CapturingLog log;
  fakes::PlatformRig rig{{{"SLACK_SIGNING_SECRET", fakes::kSlackSecret}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value());
    return std::move(*made);
  }

  /// Proves and parses; fails the test when it is refused.
  Inbound receive(http::RawRequest raw) {
    auto proven = adapter->authenticate(std::move(raw), now);
    if (!proven) {
      ADD_FAILURE() << proven.error().for_log;
      return Ignored{"refused"};
    }
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    if (!parsed || std::get<std::vector<Inbound>>(*parsed).size() != 1) {
      ADD_FAILURE() << "one request is one inbound here";
      return Ignored{"refused"};
    }
    return std::get<std::vector<Inbound>>(*parsed).front();
  }

  template <class Kind>
  Kind receive_as(http::RawRequest raw) {
    Inbound inbound = receive(std::move(raw));
    if (auto* wanted = std::get_if<Kind>(&inbound)) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << inbound.index();
    return Kind{};
  }

  std::string ignored(http::RawRequest raw) { return receive_as<Ignored>(std::move(raw)).why; }

  std::string sign(const Action& action, const std::string& channel = "C0FAKE001", const std::string& user = "U0FAKE001") {
    return rig.buttons.sign(action, {PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId(channel)}, MemberId(user), now);
  }

  static nlohmann::json json(const std::string& text) {
    auto read = nlohmann::json::parse(text, nullptr, false);
    EXPECT_FALSE(read.is_discarded()) << text;
    return read;
  }
};

inline Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }

/// A card as a tip's.
inline Card tip_card() {
  return {
      "Say whose idea it was",
      {Paragraph{{run("Ideas get lost when somebody louder repeats them.")}},
       Labelled{"This week", {run("In one meeting, name the person who said it first.")}},
       Note{{run("Source: "), {"a study", false, false, false, "https://example.org/study"}, run(", 2018; small sample.")}}},
      {Button{"Another", {"more", "tips/say-whose-idea", Binding::Member}, ButtonStyle::Primary, {}, {}},
       Button{"Share here", {"shar", "tips/say-whose-idea", Binding::Member}, ButtonStyle::Default, "Post it for everybody?", {}},
       Button{"Read more", {}, ButtonStyle::Default, {}, "https://example.org/study"}},
      "r1/tips/say-whose-idea/en"};
}

}  // namespace allybot::platforms::slack
