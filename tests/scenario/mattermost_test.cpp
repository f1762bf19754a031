// A team's day on Mattermost: the real program, a real database file, the fake server with its limits.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_mattermost.h"
#include "tests/fakes/mattermost_requests.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::MattermostPlace;
using fakes::MattermostPost;
using nlohmann::json;
constexpr std::chrono::seconds kPatience{10};
constexpr const char* kHook = "fakehook000000000000000000";
constexpr const char* kBob = "fakebob0000000000000000000";

class MattermostSession : public testing::Test {
 protected:
  const SystemClock clock{};
  fakes::FakeMattermost server{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const MattermostPlace ops = here();
  const ChannelKey channel{PlatformId("mattermost"), WorkspaceId(ops.team), ChannelId(ops.channel)};
  int asked = 0;
  bool runs = true;

  std::map<std::string, std::string> settings() const {
    return {{"MATTERMOST_URL", server.url()},
            {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
            {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken},
            {"ALLYBOT_PUBLIC_URL", "https://bot.example.org"}};
  }
  MattermostPlace here() const {
    MattermostPlace place;
    place.response_url = server.url() + "/hooks/commands/" + kHook;
    return place;
  }
  void SetUp() override {
    server.add_hook(kHook, 50);
    fakes::MattermostUser lead;
    lead.name = "alice";
    lead.team_roles = "team_user team_admin";
    lead.is_team_admin = true;
    server.set_user(ops.user, lead);
    fakes::MattermostUser bob;
    bob.name = "bob";
    server.set_user(kBob, bob);
    server.set_channel(ops.channel, {{fakes::kMattermostBot, ops.user, kBob}});
    ASSERT_TRUE(program.start()) << program.output();
  }
  void TearDown() override {
    if (runs) {
      EXPECT_EQ(program.stop(), 0);
    }
    for (const char* secret : {fakes::kMattermostBotToken, fakes::kMattermostToken, kHook, "alice"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post(const http::RawRequest& raw) const { return scenario::ask(program.port(), raw); }
  /// Each is a request of its own.
  MattermostPlace at(MattermostPlace place) {
    place.trigger += std::to_string(++asked);
    return place;
  }
  /// The message that a command is answered with, in the answer itself or by its hook.
  json say(const std::string& text) {
    const std::size_t before = server.hook_messages().size();
    const std::string answer = post(fakes::mattermost_command(text, at(ops)));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    json said = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    if (said.is_object() && !said.value("attachments", json::array()).empty()) return said;
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.hook_messages().size() > before; })) << answer;
    return server.hook_messages().empty() ? json::object() : json::parse(server.hook_messages().back());
  }
  /// What a press is answered with.
  json press(const json& attachments, const std::string& title, const MattermostPlace& where) {
    const json context = button(attachments, title);
    EXPECT_TRUE(context.is_object()) << title << " is no button of " << attachments.dump();
    const std::string answer = post(fakes::mattermost_press(context.is_object() ? context.dump() : "", at(where)));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  }
  static json button(const json& attachments, const std::string& title) {
    for (const json& one : attachments)
      for (const json& action : one.value("actions", json::array()))
        if (action.value("name", "") == title) return action.at("integration").at("context");
    return nullptr;
  }
  static json attachments_of(const MattermostPost& one) { return json::parse(one.props).at("attachments"); }

  /// The posts in the channel once there are that many.
  std::vector<MattermostPost> wait_for(std::size_t count) const {
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.posts_in(ops.channel).size() >= count; }))
        << program.output();
    auto all = server.posts_in(ops.channel);
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
};

TEST_F(MattermostSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("mattermost  on"), std::string::npos) << program.output();
  const json tip = say("tip");
  EXPECT_EQ(tip.value("response_type", ""), "ephemeral") << "nobody else sees that somebody asked";
  EXPECT_TRUE(server.posts().empty());

  press(tip.at("attachments"), "Share here", ops);
  const auto shared = wait_for(1);
  EXPECT_EQ((shared[0].message + shared[0].props).find("alice"), std::string::npos) << "a share names nobody";

  // What one member alone sees cannot be changed there.
  const json answer = press(say("myth").at("attachments"), "Myth", ops);
  EXPECT_NE(answer.value("ephemeral_text", "").find("direct messages"), std::string::npos) << answer.dump();
  const auto told = [this] { return server.posts_in(server.conversation_of(ops.user)); };
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return told().size() == 1; })) << program.output();
  EXPECT_TRUE(button(attachments_of(told()[0]), "Useful").is_object()) << told()[0].props;
  EXPECT_EQ(server.posts_in(ops.channel).size(), 1U) << "how somebody answered is nobody's business";
}

TEST_F(MattermostSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  http::RawRequest raw = fakes::mattermost_command("tip", ops);
  raw.body.replace(raw.body.find(fakes::kMattermostToken), 26, "faketokenother000000000000");
  EXPECT_EQ(post(raw).substr(0, 12), "HTTP/1.1 401");
  EXPECT_EQ(post(fakes::mattermost_press(R"({"v":"made up","t":"x","c":"y","k":"e"})", ops)).substr(0, 12), "HTTP/1.1 401");
  EXPECT_TRUE(server.posts().empty());
}

TEST_F(MattermostSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const json saved = say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(saved.dump().find("is saved"), std::string::npos) << saved.dump();
  scenario::let_plan_become_due(channel, folder, clock, program);
  const auto nudge = wait_for(1);
  MattermostPlace bob = ops;
  bob.user = kBob;
  bob.user_name = "bob";
  const json thanks = press(attachments_of(nudge[0]), "Useful", bob);
  EXPECT_FALSE(thanks.contains("update")) << "the post stays as it is: " << thanks.dump();
  EXPECT_EQ(server.posts_in(ops.channel).size(), 1U) << "who finds it useful is nobody's business";
}

TEST_F(MattermostSession, SurvivesALimitAndAnAnswerThatNobodyHears) {
  server.http().on_post("/api/v4/posts").reply(429, {{"X-Ratelimit-Reset", "1"}}, "limit exceeded").close_after_handling();
  press(say("tip").at("attachments"), "Share here", ops);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.http().count("/api/v4/posts") == 3; }))
      << "refused, not heard, and sent again under the same id\n"
      << program.output();
  wait_for(1);
}

TEST_F(MattermostSession, StopsWhereTheBotWasRemovedAndGoesOnWhenALeadSaysSo) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  server.set_channel(ops.channel, {{ops.user, kBob}});
  scenario::let_plan_become_due(channel, folder, clock, program);  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(server.posts_in(ops.channel).empty());
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.posts().size() == 1; })) << "its author is told";

  server.set_channel(ops.channel, {{fakes::kMattermostBot, ops.user, kBob}});
  say("schedule resume p1");
  EXPECT_EQ(plan().state, store::Plan::State::Active);
}

TEST_F(MattermostSession, DoesNotStartWithATokenThatIsRefused) {
  ASSERT_EQ(program.stop(), 0);
  server.revoke_token();
  runs = program.start();
  EXPECT_FALSE(runs) << "no platform is left";
  EXPECT_NE(program.output().find("mattermost: "), std::string::npos) << program.output();
}

}  // namespace
}  // namespace allybot
