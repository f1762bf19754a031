// A company's day on Webex: the real program, a real database file, the fake Webex that judges every card.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_webex.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeWebex;
using nlohmann::json;
using Messages = std::vector<FakeWebex::Message>;
constexpr std::chrono::seconds kPatience{20};
constexpr const char* kAlice = "@FAKEalicePerson";

class WebexSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeWebex webex;
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const fakes::WebexPlace ops{};
  const fakes::WebexPlace own = fakes::own_webex_space();
  const ChannelKey channel{PlatformId("webex"), WorkspaceId("webex"), ChannelId(ops.room)};

  std::map<std::string, std::string> settings() const {
    auto all = webex.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(webex.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kWebexToken, fakes::kWebexSecret, "Alice Fake", "alice@example.org", "Operations"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  /// The first line of the answer to what Webex posts.
  std::string post(const http::RawRequest& raw) {
    const std::string answer = scenario::ask(program.port(), raw);
    EXPECT_EQ(answer.substr(std::min(answer.find("\r\n\r\n") + 4, answer.size())).find("attachments"), std::string::npos);
    return answer.substr(9, 3);
  }
  void say(const std::string& text, const fakes::WebexPlace& where) {
    const http::RawRequest raw = webex.message(text, where);
    ASSERT_FALSE(raw.body.empty()) << "no webhook tells of messages";
    EXPECT_EQ(post(raw), "200");
  }
  /// Presses the button of that title in the message; `values` are what the inputs hold.
  void press(const FakeWebex::Message& in, const std::string& title, const fakes::WebexPlace& where,
             const json& values = json::object()) {
    json inputs = button(json::parse(in.body), title);
    ASSERT_TRUE(inputs.is_object()) << title << " is no button of " << in.body;
    inputs.update(values);
    EXPECT_EQ(post(webex.press(inputs.dump(), where, in.id)), "200");
  }
  static json button(const json& at, const std::string& title) {
    if (at.is_object() && at.value("type", "") == "Action.Submit" && at.value("title", "") == title) return at.at("data");
    if (at.is_structured())
      for (const json& inner : at)
        if (json found = button(inner, title); !found.is_null()) return found;
    return nullptr;
  }
  static bool has_button(const FakeWebex::Message& in, const std::string& title) {
    return button(json::parse(in.body), title).is_object();
  }
  static std::string text_of(const FakeWebex::Message& message) { return json::parse(message.body).value("text", ""); }

  /// The messages there once there are that many.
  Messages wait_for(const std::string& place, std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return webex.messages_to(place).size() >= count; });
    Messages all = webex.messages_to(place);
    EXPECT_TRUE(came) << all.size() << " of " << count << " to " << place << '\n' << program.output();
    EXPECT_EQ(all.size(), count) << place;
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
};

TEST_F(WebexSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("webex       on"), std::string::npos) << program.output();
  EXPECT_EQ(webex.hooks().size(), 5U) << "registered by the bot itself";

  say("tip", ops);
  const Messages tip = wait_for(kAlice, 1);
  EXPECT_NE(tip[0].body.find("You asked in Operations"), std::string::npos);
  EXPECT_TRUE(webex.messages_to(ops.room).empty()) << "nobody else sees that somebody asked";

  press(tip[0], "Share here", own);
  const Messages shared = wait_for(ops.room, 1);
  EXPECT_EQ(shared[0].body.find("Alice"), std::string::npos) << "a share names nobody";
  EXPECT_NE(text_of(wait_for(kAlice, 2)[1]).find("Shared"), std::string::npos);

  say("myth", own);
  const Messages question = wait_for(kAlice, 3);
  press(question[2], "Myth", own);
  const Messages answer = wait_for(kAlice, 4);
  EXPECT_FALSE(has_button(answer[3], "Myth"));
  EXPECT_TRUE(has_button(answer[3], "Useful")) << text_of(answer[3]);
}

TEST_F(WebexSession, AnswersARepeatedWebhookOnce) {
  const http::RawRequest raw = webex.message("tip", own);
  EXPECT_EQ(post(raw), "200");
  wait_for(kAlice, 1);
  EXPECT_EQ(post(raw), "200");
  say("help", own);
  wait_for(kAlice, 2);
}

TEST_F(WebexSession, FillInAForm) {
  say("me", own);
  press(wait_for(kAlice, 1)[0], "Change these", own);
  const Messages form = wait_for(kAlice, 2);
  json fields;
  std::string save;
  const json card = json::parse(form[1].body).at("attachments").at(0).at("content");
  for (const json& element : card.at("body")) {
    if (element.value("type", "").compare(0, 6, "Input.") == 0)
      fields[element.at("id").get<std::string>()] = element.value("value", "");
    if (element.contains("actions")) save = element.at("actions").at(0).at("title");
  }
  ASSERT_TRUE(fields.contains("zone")) << form[1].body;
  fields["zone"] = "Mars/Olympus";
  press(form[1], save, own, fields);
  EXPECT_NE(text_of(wait_for(kAlice, 3)[2]).find("Mars"), std::string::npos) << "what is wrong with it, and the form stays";
  fields["zone"] = "Europe/Lisbon";
  press(form[1], save, own, fields);
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return webex.deleted().size() == 1; })) << program.output();
  EXPECT_EQ(webex.deleted()[0], form[1].id);
  EXPECT_NE(webex.messages_to(kAlice).back().body.find("Europe/Lisbon"), std::string::npos);
}

TEST_F(WebexSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  http::RawRequest raw = webex.message("tip", ops);
  http::RawRequest changed = raw;
  changed.body += ' ';
  http::RawRequest bare = raw;
  bare.headers = {};
  bare.headers.add("Content-Type", "application/json");
  for (const http::RawRequest& bad : {changed, bare, fakes::webex_request(raw.body, "another-secret-of-16")})
    EXPECT_EQ(post(bad), "401");
  fakes::WebexPlace eve = ops;
  eve.email = "eve@example.com";
  say("tip", eve);
  say("help", own);
  wait_for(kAlice, 1);
  EXPECT_EQ(webex.messages().size(), 1U) << "a stranger's domain is answered by nothing";
}

TEST_F(WebexSession, AddAPlanAndGetItsNudgeAfterARestart) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin", ops);
  EXPECT_NE(text_of(wait_for(kAlice, 1)[0]).find("is saved"), std::string::npos) << text_of(webex.messages()[0]);
  let_plan_become_due();
  const Messages nudge = wait_for(ops.room, 1);
  EXPECT_FALSE(text_of(nudge[0]).empty());
  EXPECT_EQ(webex.hooks().size(), 5U) << "a restart registers nothing twice";
  fakes::WebexPlace bob = ops;
  bob.person = "FAKEbobPerson";
  bob.email = "bob@example.org";
  press(nudge[0], "Useful", bob);
  wait_for("@FAKEbobPerson", 1);
  EXPECT_EQ(webex.messages_to(ops.room).size(), 1U) << "who finds it useful is nobody's business";
}

TEST_F(WebexSession, AsksAgainForAMessageThatWebexDidNotTellAndAnswersItOnce) {
  const auto before_reading = [this](const http::RawRequest& raw) {
    const std::string id = json::parse(raw.body).at("data").at("id");
    return webex.platform().on_get("/v1/messages/" + id);
  };
  const http::RawRequest refused = webex.message("myth", own);
  before_reading(refused).reply(429, {{"Retry-After", "1"}}, "{}").reply(503, "{}");
  EXPECT_EQ(post(refused), "200");
  EXPECT_EQ(post(refused), "200") << "told twice";
  EXPECT_TRUE(has_button(wait_for(kAlice, 1)[0], "Myth")) << text_of(webex.messages_to(kAlice)[0]);

  const http::RawRequest unheard = webex.message("help", own);
  before_reading(unheard).close_after_reading();
  EXPECT_EQ(post(unheard), "200");
  EXPECT_EQ(text_of(wait_for(kAlice, 2)[1]).find("could not read"), std::string::npos) << text_of(webex.messages_to(kAlice)[1]);

  const http::RawRequest gone = webex.message("tip", own);
  before_reading(gone).reply(404, "{}");
  EXPECT_EQ(post(gone), "200");
  say("help", own);
  wait_for(kAlice, 3);  // who took their message back hears nothing
}

TEST_F(WebexSession, SurvivesALimitWhileItPostsAndWhileItReads) {
  say("tip", ops);
  const Messages tip = wait_for(kAlice, 1);
  webex.platform()
      .on_post(FakeWebex::kPosts)
      .reply(429, {{"Retry-After", "1"}}, R"({"message":"x","trackingId":"FAKE_1"})")
      .reply(423, {{"Retry-After", "1"}}, R"({"message":"x","trackingId":"FAKE_2"})");
  press(tip[0], "Share here", own);
  wait_for(ops.room, 1);
  wait_for(kAlice, 2);

  const http::RawRequest raw = webex.message("myth", own);
  const std::string id = json::parse(raw.body).at("data").at("id");
  webex.platform().on_get("/v1/messages/" + id).reply(429, {{"Retry-After", "3600"}}, "{}");
  EXPECT_EQ(post(raw), "200");
  EXPECT_NE(text_of(wait_for(kAlice, 3)[2]).find("could not read"), std::string::npos)
      << "the member is told at once when it would take an hour";
  say("myth", own);
  EXPECT_TRUE(has_button(wait_for(kAlice, 4)[3], "Myth"));
}

TEST_F(WebexSession, AsksTheLeadWhenNobodyHeardWhetherANudgeWasPosted) {
  say("tip", ops);
  const Messages tip = wait_for(kAlice, 1);
  webex.platform().on_post(FakeWebex::kPosts).close_after_handling();
  press(tip[0], "Share here", own);
  wait_for(ops.room, 1);
  say("help", own);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return webex.messages_to(kAlice).size() >= 2; }));
  EXPECT_EQ(webex.messages_to(ops.room).size(), 1U) << "never repeated by itself";
}

TEST_F(WebexSession, KeepsWhatIsDueWhileTheTokenIsRefusedAndPostsItWhenItIsMended) {
  say("tip", ops);
  const Messages tip = wait_for(kAlice, 1);
  webex.platform().on_post(FakeWebex::kPosts).then([](const fakes::Call&) {
    return http::json_response(R"({"message":"x","trackingId":"FAKE_1"})", 401);
  });
  press(tip[0], "Share here", own);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("token_refused") != std::string::npos; }))
      << program.output();
  EXPECT_TRUE(webex.messages_to(ops.room).empty());
  ASSERT_EQ(program.stop(), 0);
  webex.refuse_token(true);
  EXPECT_FALSE(program.start()) << "no platform is left";
  EXPECT_NE(program.output().find("webex: token_refused"), std::string::npos) << program.output();
  webex.refuse_token(false);
  webex.platform().on_post(FakeWebex::kPosts).then({});
  // What a refused token stopped rests for half a minute.
  scenario::let_the_waiting_post_be_tried(channel, folder, clock);
  ASSERT_TRUE(program.start()) << program.output();
  wait_for(ops.room, 1);
}

TEST_F(WebexSession, StopsWhereTheBotWasRemovedAndGoesOnWhenItIsBack) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin", ops);
  wait_for(kAlice, 1);
  webex.describe(ops.room, FakeWebex::Standing::BotRemoved);
  let_plan_become_due();  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(webex.messages_to(ops.room).empty());
  wait_for(kAlice, 2);  // its author is told

  webex.describe(ops.room, FakeWebex::Standing::Usual);
  EXPECT_EQ(post(webex.membership("created", ops)), "200");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; }));
  wait_for(kAlice, 3);  // an introduction, to whoever added it
  EXPECT_EQ(post(webex.membership("deleted", ops)), "200");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; }));
  EXPECT_EQ(plan().trouble, "not_invited");
}

TEST_F(WebexSession, SwitchesItsWebhooksOnAgainWhenItStarts) {
  webex.switch_off("messages", "created");
  EXPECT_TRUE(webex.message("tip", own).body.empty());
  ASSERT_EQ(program.stop(), 0);
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return !webex.message("tip", own).body.empty(); }));
  say("tip", own);
  wait_for(kAlice, 1);
}

}  // namespace
}  // namespace allybot
