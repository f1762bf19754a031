// A server's day on Discord: the real program, a real database file, the fake Discord that judges every message.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/discord_judge.h"
#include "tests/fakes/discord_requests.h"
#include "tests/fakes/fake_discord.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::DiscordPlace;
using fakes::FakeDiscord;
using nlohmann::json;
constexpr std::chrono::seconds kPatience{10};
constexpr const char* kManager = "2147483680";  // may use commands and manage the server

class DiscordSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeDiscord discord{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const DiscordPlace ops{.locale = "en-US", .permissions = kManager};
  const ChannelKey channel{PlatformId("discord"), WorkspaceId(ops.guild), ChannelId(ops.channel)};
  int asked = 0;

  std::map<std::string, std::string> settings() const {
    auto all = discord.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(discord.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kDiscordToken, "aW50ZXJhY3Rpb246", "Kim"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post(const http::RawRequest& raw) const { return scenario::ask(program.port(), raw); }
  /// Each interaction is one of its own.
  DiscordPlace at(DiscordPlace place) {
    place.interaction = std::to_string(100000000000010000 + ++asked);
    place.token = "aW50ZXJhY3Rpb246" + std::to_string(asked);
    discord.put_off(place.token);  // should the answer come later
    return place;
  }
  /// The message that an interaction is answered with, in the answer itself or put off.
  json answered(const std::string& interaction) {
    const auto filled = [this] { return discord.originals().size() + discord.follow_ups().size(); };
    const std::size_t before = filled();
    const std::string answer = post(fakes::discord_sent(interaction, clock.now()));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    json said = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    if (said.contains("data") && said["data"].contains("content")) {
      for (const std::string& one : fakes::discord_complaints(said.dump(), "https://")) ADD_FAILURE() << one;
      return said["data"];
    }
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return filled() > before; })) << said.dump() << program.output();
    const auto originals = discord.originals();
    return originals.empty() ? json::object() : json::parse(originals.back());
  }
  json say(const std::string& text) { return answered(fakes::discord_command(text, at(ops))); }
  json press(const json& in, const std::string& title, const DiscordPlace& where, bool own = true) {
    const std::string id = button(in, title);
    EXPECT_FALSE(id.empty()) << title << " is no button of " << in.dump();
    return answered(fakes::discord_press(id, at(where), own));
  }
  static std::string button(const json& in, const std::string& title) {
    for (const json& row : in.value("components", json::array()))
      for (const json& one : row.at("components"))
        if (one.value("label", "") == title) return one.value("custom_id", "");
    return {};
  }
  static std::string text(const json& message) { return message.value("content", ""); }

  std::vector<FakeDiscord::Message> posts() const {
    std::vector<FakeDiscord::Message> all;
    for (FakeDiscord::Message& one : discord.messages())
      if (one.channel == ops.channel) all.push_back(std::move(one));
    return all;
  }
  /// The posts in the channel once there are that many.
  std::vector<FakeDiscord::Message> wait_for(std::size_t count) const {
    EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return posts().size() >= count; }))
        << posts().size() << " of " << count << '\n'
        << program.output();
    auto all = posts();
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
};

TEST_F(DiscordSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("discord     on"), std::string::npos) << program.output();
  const json tip = say("tip");
  EXPECT_EQ(tip.value("flags", 0) & 64, 64) << "nobody else sees that somebody asked: " << tip.dump();
  EXPECT_TRUE(discord.messages().empty());

  EXPECT_NE(text(press(tip, "Share here", ops)).find("Shared"), std::string::npos);
  const auto shared = wait_for(1);
  EXPECT_EQ(shared[0].body.find("100000000000000555"), std::string::npos) << "a share names nobody";

  const json answer = press(say("myth"), "Myth", ops);
  EXPECT_TRUE(button(answer, "Myth").empty());
  EXPECT_FALSE(button(answer, "Useful").empty()) << answer.dump();
}

TEST_F(DiscordSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  const std::string tip = fakes::discord_command("tip", at(ops));
  for (const http::RawRequest& raw : {fakes::discord_request("/discord/interactions", tip, clock.now(), fakes::kOtherDiscordSeed),
                                      fakes::discord_sent(tip, clock.now() - std::chrono::minutes(6)),
                                      fakes::discord_sent(tip, clock.now() + std::chrono::minutes(6))})
    EXPECT_EQ(post(raw).substr(0, 12), "HTTP/1.1 401");
}

TEST_F(DiscordSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const json saved = say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(text(saved).find("is saved"), std::string::npos) << saved.dump();
  scenario::let_plan_become_due(channel, folder, clock, program);
  const json nudge = json::parse(wait_for(1)[0].body);
  DiscordPlace bob = ops;
  bob.user = "100000000000000556";
  const json thanks = press(nudge, "Useful", bob, false);
  EXPECT_FALSE(text(thanks).empty());
  EXPECT_EQ(posts().size(), 1U) << "who finds it useful is nobody's business";
}

TEST_F(DiscordSession, SurvivesALimitAndAnAnswerThatNobodyHears) {
  discord.platform()
      .on_post(FakeDiscord::posts_of(ops.channel))
      .reply(429, {{"Retry-After", "1"}}, R"({"message":"You are being rate limited.","retry_after":1.0,"global":false})")
      .close_after_handling();
  press(say("tip"), "Share here", ops);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return discord.platform().count(FakeDiscord::posts_of(ops.channel)) == 3; }))
      << "refused, not heard, and sent again under the same nonce\n"
      << program.output();
  wait_for(1);
}

TEST_F(DiscordSession, KeepsWhatIsDueWhileTheTokenIsRefusedAndPostsItWhenItIsMended) {
  const json tip = say("tip");
  discord.refuse_token(true);
  press(tip, "Share here", ops);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("token_refused") != std::string::npos; }))
      << program.output();
  ASSERT_EQ(program.stop(), 0);
  EXPECT_FALSE(program.start()) << "no platform is left";
  EXPECT_NE(program.output().find("discord: token_refused"), std::string::npos) << program.output();
  discord.refuse_token(false);
  // What a refused token stopped rests for half a minute.
  scenario::let_the_waiting_post_be_tried(channel, folder, clock);
  ASSERT_TRUE(program.start()) << program.output();
  wait_for(1);
}

TEST_F(DiscordSession, StopsWhereTheBotWasRemovedAndGoesOnWhenALeadSaysSo) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  discord.describe(ops.channel, {.bot_sees = false});
  scenario::let_plan_become_due(channel, folder, clock, program);  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_EQ(plan().trouble, "not_invited");
  EXPECT_TRUE(posts().empty());
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return discord.messages().size() == 1; })) << "its author is told";

  discord.describe(ops.channel, {});
  say("schedule resume p1");
  EXPECT_EQ(plan().state, store::Plan::State::Active);
}

}  // namespace
}  // namespace allybot
