// The webhooks that the bot registers and mends itself.
#include "tests/fakes/fake_webex.h"
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

using fakes::FakeWebex;
using fakes::ScriptedClient;
using http::ClientRequest;

constexpr const char* kTarget = "https://bot.example.org/webex/events";

struct WebexHooks : WebexRig {
  FakeWebex webex;
  void SetUp() override {
    client.answer([this](const ClientRequest& request) { return webex.serve(request); });
  }
  void look_again() { adapter->background_tasks().at(0).step(); }
  std::vector<std::string> told_of() const {
    std::vector<std::string> all;
    for (const FakeWebex::Hook& hook : webex.hooks())
      if (hook.active && hook.target == kTarget && hook.secret == fakes::kWebexSecret && hook.filter.empty())
        all.push_back(hook.resource + ' ' + hook.event);
    std::sort(all.begin(), all.end());
    return all;
  }
  void expect_all() {
    EXPECT_EQ(told_of(), (std::vector<std::string>{"attachmentActions created", "memberships created", "memberships deleted",
                                                   "messages created", "rooms updated"}));
    EXPECT_EQ(webex.hooks().size(), 5U);
  }
};

TEST_F(WebexHooks, AreRegisteredAtTheStartAndOnce) {
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  expect_all();
  const std::size_t written = webex.hooks_written();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  adapter = make();
  adapter->connect();
  EXPECT_EQ(webex.hooks_written(), written);
}

TEST_F(WebexHooks, GetOurSecretAgainAtEachStartWhereWebexDoesNotTellIt) {
  webex.hide_secrets(true);
  adapter->connect();
  const std::size_t written = webex.hooks_written();
  look_again();
  adapter->connect();
  EXPECT_EQ(webex.hooks_written(), written) << "it was written by this very run";
  rig.settings["WEBEX_WEBHOOK_SECRET"] = "another-secret-of-more-than-16";
  adapter = make();
  adapter->connect();
  for (const FakeWebex::Hook& hook : webex.hooks()) EXPECT_EQ(hook.secret, "another-secret-of-more-than-16");
  EXPECT_EQ(webex.hooks().size(), 5U);
}

TEST_F(WebexHooks, AreMendedAtTheStart) {
  webex.add_hook(
      {{}, "allybot messages created", "https://old.example.org/webex/events", "messages", "created", {}, "old", true});
  webex.add_hook({{}, "by hand", kTarget, "memberships", "created", {}, fakes::kWebexSecret, true});
  webex.add_hook({{}, "allybot memberships created", kTarget, "memberships", "created", {}, fakes::kWebexSecret, true});
  webex.add_hook({{}, "allybot rooms updated", kTarget, "rooms", "updated", "type=group", fakes::kWebexSecret, true});
  webex.add_hook(
      {{}, "allybot attachmentActions created", kTarget, "attachmentActions", "created", {}, fakes::kWebexSecret, false});
  adapter->connect();
  expect_all();
  for (const FakeWebex::Hook& hook : webex.hooks()) EXPECT_EQ(hook.name, "allybot " + hook.resource + ' ' + hook.event);
}

TEST_F(WebexHooks, OfSomebodyElseAreLeftAlone) {
  const std::string theirs =
      webex.add_hook({{}, "other", "https://other.example.org/hook", "messages", "created", {}, "theirs", false});
  adapter->connect();
  const auto all = webex.hooks();
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[0].id, theirs);
  EXPECT_FALSE(all[0].active);
  EXPECT_EQ(all[0].secret, "theirs");
}

TEST_F(WebexHooks, ThatWereSwitchedOffAreSwitchedOnWithinTheHour) {
  adapter->connect();
  webex.switch_off("messages", "created");
  look_again();
  EXPECT_EQ(told_of().size(), 4U) << "not looked at each minute";
  rig.clock.advance(std::chrono::minutes(61));
  look_again();
  expect_all();
}

TEST_F(WebexHooks, AreTriedAgainEachMinuteUntilTheyAreThere) {
  client.answer([this](const ClientRequest& request) {
    return request.method == http::Method::Post ? ScriptedClient::answered(503, "{}") : webex.serve(request);
  });
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On) << "nudges go out";
  EXPECT_TRUE(webex.hooks().empty());
  client.answer([this](const ClientRequest& request) { return webex.serve(request); });
  look_again();
  expect_all();
}

TEST_F(WebexHooks, AreNotTouchedWhileTheirListIsNotTold) {
  for (const auto& outcome : {ScriptedClient::answered(200, "{}"), ScriptedClient::answered(200, "<html>"),
                              ScriptedClient::answered(500, "{}"), ScriptedClient::never_left("refused")}) {
    client.answer([&](const ClientRequest& request) {
      return request.url.find("/people/me") != std::string::npos ? webex.serve(request) : outcome;
    });
    const std::size_t before = client.requests().size();
    adapter->connect();
    EXPECT_EQ(client.requests().size(), before + 2U) << "who we are, and the list";
  }
}

}  // namespace
}  // namespace allybot::platforms::webex
