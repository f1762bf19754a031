// A workspace's day on Slack over HTTP: the real program, a real database file, the fake Slack that judges every message.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_slack.h"
#include "tests/fakes/slack_requests.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeSlack;
using fakes::SlackPlace;
using nlohmann::json;
constexpr std::chrono::seconds kPatience{10};
constexpr const char* kPosts = "/api/chat.postMessage";

class SlackSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeSlack slack;
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const SlackPlace ops{};
  const ChannelKey channel{PlatformId("slack"), WorkspaceId(ops.team), ChannelId(ops.channel)};
  int asked = 0;

  std::map<std::string, std::string> settings() const {
    auto all = slack.settings();
    all["SLACK_VERIFY_DELIVERY"] = "history";
    return all;
  }
  void SetUp() override {
    FakeSlack::Member lead;
    lead.admin = true;
    slack.describe_member(ops.user, lead);
    ASSERT_TRUE(program.start()) << program.output();
  }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(slack.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kSlackSecret, fakes::kSlackToken, "_hooks"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post(const http::RawRequest& raw) const { return scenario::ask(program.port(), raw); }
  /// Each is a request of its own.
  SlackPlace at(SlackPlace place) {
    place.trigger = "1111." + std::to_string(++asked) + ".fake";
    place.response_url = slack.response_url("r" + std::to_string(asked));
    return place;
  }
  /// The message that a request is answered with, in the answer itself or by its address.
  json answered(const http::RawRequest& raw) {
    const std::size_t before = slack.whispers().size();
    const std::string answer = post(raw);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    json said = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    if (said.is_object() && said.contains("blocks")) return said;
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return slack.whispers().size() > before; })) << answer << program.output();
    return slack.whispers().empty() ? json::object() : json::parse(slack.whispers().back().body);
  }
  json say(const std::string& text) { return answered(fakes::slack_command(text, clock.now(), at(ops))); }
  json press(const json& in, const std::string& title, const SlackPlace& where, bool own = true) {
    const std::string value = button(in, title);
    EXPECT_FALSE(value.empty()) << title << " is no button of " << in.dump();
    return answered(fakes::slack_interaction(fakes::slack_press(value, at(where), own), clock.now()));
  }
  static std::string button(const json& message, const std::string& title) {
    for (const json& block : message.value("blocks", json::array()))
      for (const json& element : block.value("elements", json::array()))
        if (element.is_object() && element.value("type", "") == "button" && element["text"]["text"] == title)
          return element["value"];
    return {};
  }

  std::vector<FakeSlack::Message> posts() const {
    std::vector<FakeSlack::Message> all;
    for (FakeSlack::Message& one : slack.messages())
      if (one.channel == ops.channel) all.push_back(std::move(one));
    return all;
  }
  /// The posts in the channel once there are that many.
  std::vector<FakeSlack::Message> wait_for(std::size_t count) const {
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return posts().size() >= count; })) << program.output();
    auto all = posts();
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
};

TEST_F(SlackSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("slack       on"), std::string::npos) << program.output();
  const json tip = say("tip");
  EXPECT_EQ(tip.value("response_type", ""), "ephemeral") << "nobody else sees that somebody asked";
  EXPECT_TRUE(slack.messages().empty());

  press(tip, "Share here", ops);
  EXPECT_EQ(wait_for(1)[0].body.find(ops.user), std::string::npos) << "a share names nobody";

  const json answer = press(say("myth"), "Myth", ops);
  EXPECT_TRUE(answer.value("replace_original", false)) << answer.dump();
  EXPECT_TRUE(button(answer, "Myth").empty());
  EXPECT_FALSE(button(answer, "Useful").empty()) << answer.dump();
}

TEST_F(SlackSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  http::RawRequest changed = fakes::slack_command("tip", clock.now(), at(ops));
  changed.body += '&';
  for (const http::RawRequest& raw : {changed, fakes::slack_command("tip", clock.now() - std::chrono::minutes(6), at(ops)),
                                      fakes::slack_command("tip", clock.now() + std::chrono::minutes(6), at(ops))})
    EXPECT_EQ(post(raw).substr(0, 12), "HTTP/1.1 401");
  EXPECT_TRUE(slack.whispers().empty());
}

TEST_F(SlackSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const json saved = say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(saved.dump().find("is saved"), std::string::npos) << saved.dump();
  scenario::let_plan_become_due(channel, folder, clock, program);
  const json nudge = json::parse(wait_for(1)[0].body);
  SlackPlace bob = ops;
  bob.user = "U0FAKE002";
  const json thanks = press(nudge, "Useful", bob, false);
  EXPECT_FALSE(thanks.value("replace_original", false)) << "the post stays as it is: " << thanks.dump();
  EXPECT_EQ(posts().size(), 1U) << "who finds it useful is nobody's business";
}

TEST_F(SlackSession, SurvivesALimitAndAnAnswerThatNobodyHears) {
  slack.platform().on_post(kPosts).reply(429, {{"Retry-After", "1"}}, "").close_after_handling();
  press(say("tip"), "Share here", ops);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return posts().size() == 1 && slack.platform().count(kPosts) >= 2; }))
      << program.output();
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return slack.platform().count("/api/conversations.history") >= 1; }))
      << "what nobody heard of is looked up and not sent again\n"
      << program.output();
  EXPECT_EQ(posts().size(), 1U);
}

TEST_F(SlackSession, KeepsWhatIsDueWhileTheTokenIsRefusedAndPostsItWhenItIsMended) {
  const json tip = say("tip");
  slack.platform().on_post(kPosts).then(
      [](const fakes::Call&) { return http::json_response(R"({"ok":false,"error":"token_revoked"})"); });
  press(tip, "Share here", ops);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("token_revoked") != std::string::npos; }))
      << program.output();
  ASSERT_EQ(program.stop(), 0);
  slack.refuse_token("token_revoked");
  EXPECT_FALSE(program.start()) << "no platform is left";
  EXPECT_NE(program.output().find("slack: token_revoked"), std::string::npos) << program.output();
  slack.refuse_token({});
  slack.platform().on_post(kPosts).then({});
  // What a refused token stopped rests for half a minute.
  scenario::let_the_waiting_post_be_tried(channel, folder, clock);
  ASSERT_TRUE(program.start()) << program.output();
  wait_for(1);
}

TEST_F(SlackSession, StopsWhereTheBotWasRemovedAndGoesOnWhenALeadSaysSo) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  slack.describe(ops.channel, {.bot_is_member = false});
  scenario::let_plan_become_due(channel, folder, clock, program);  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(posts().empty());
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return slack.messages().size() == 1; })) << "its author is told";

  slack.describe(ops.channel, {});
  say("schedule resume p1");
  EXPECT_EQ(plan().state, store::Plan::State::Active);
}

}  // namespace
}  // namespace allybot
