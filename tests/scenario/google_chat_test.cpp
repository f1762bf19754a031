// A company's day on Google Chat: the real program, a real database file, the fake Chat API that judges every card.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_google_chat.h"
#include "tests/fakes/google_chat_dialog.h"
#include "tests/fakes/google_chat_judge.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::ChatDialog;
using fakes::FakeGoogleChat;
using nlohmann::json;
using Messages = std::vector<FakeGoogleChat::Message>;
constexpr std::chrono::seconds kPatience{20};

class GoogleChatSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeGoogleChat google{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const fakes::ChatPlace space{};
  const fakes::ChatPlace own = fakes::chat_conversation();
  const ChannelKey channel{PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), ChannelId(space.space)};
  int asked = 0;

  std::map<std::string, std::string> settings() const {
    auto all = google.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    all["ALLYBOT_ADMINS"] = std::string("googlechat:") + fakes::kChatProject + ":1001";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(google.complaints(), std::vector<std::string>{});
    for (const char* secret : {"PRIVATE KEY", fakes::kChatAccessToken, "Alice Fake", "assertion"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post_raw(const http::RawRequest& raw) { return scenario::ask(program.port(), raw); }
  /// What Chat is answered to an event; each is one of its own.
  json post(const std::string& event) {
    json read = json::parse(event);
    const std::string number = std::to_string(++asked);
    read["eventTime"] = "2026-01-05T09:30:00.00000" + number + "Z";
    if (read.contains("message") && read["type"] == "MESSAGE")
      read["message"]["name"] = "spaces/" + space.space + "/messages/Q" + number + ".Q" + number;
    const std::string answer = post_raw(fakes::chat_request(read.dump(), clock.now()));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    json said = json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
    if (!said.contains("cardsV2")) return said;
    for (const std::string& one : fakes::google_chat_complaints(said.dump()))
      EXPECT_EQ(one.substr(0, 18), "a link to https://") << one;  // the library's own
    return said;
  }
  json say(const std::string& text) { return post(fakes::chat_message(text, space, fakes::ChatEntry::Slash)); }
  json press(const json& in, const std::string& title, const fakes::ChatPlace& where) {
    const std::string value = button(in, title);
    EXPECT_FALSE(value.empty()) << title << " is no button of " << in.dump();
    return post(fakes::chat_press(value, where));
  }
  /// An event of a dialog, and what it becomes.
  ChatDialog dialog(const std::string& what, const std::string& value, const std::string& inputs = "{}") {
    EXPECT_FALSE(value.empty());
    const bool sent = what == "SUBMIT_DIALOG";
    const ChatDialog made(post(fakes::in_dialog(fakes::chat_press(value, space, sent, inputs), what)).dump());
    EXPECT_EQ(made.complaints(), std::vector<std::string>{});
    return made;
  }
  static std::string button(const json& in, const std::string& title) {
    for (const json& widget : in.at("/cardsV2/0/card/sections/0/widgets"_json_pointer)) {
      const json list = widget.value("buttonList", json::object());
      for (const json& one : list.value("buttons", json::array()))
        if (one.value("text", "") == title) return one.at("/onClick/action/parameters/0/value"_json_pointer);
    }
    return {};
  }
  static bool is_for(const json& message, const std::string& member) {
    const json viewer = message.value("privateMessageViewer", json::object());
    return viewer.value("name", "") == "users/" + member;
  }

  /// The posts in a space once there are that many.
  Messages wait_for(std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return google.messages_in(space.space).size() >= count; });
    Messages all = google.messages_in(space.space);
    EXPECT_TRUE(came) << all.size() << " of " << count << '\n' << program.output();
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
};

TEST_F(GoogleChatSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("googlechat"), std::string::npos) << program.output();
  const json tip = say("tip");
  EXPECT_TRUE(is_for(tip, "1001")) << tip.dump();
  EXPECT_TRUE(google.messages_in(space.space).empty()) << "nobody else sees that somebody asked";

  const json done = press(tip, "Share here", space);
  EXPECT_NE(done.value("fallbackText", "").find("Shared"), std::string::npos) << done.dump();
  const json shared = json::parse(wait_for(1)[0].body);
  EXPECT_FALSE(shared.contains("privateMessageViewer"));
  EXPECT_EQ(shared.dump().find("Alice"), std::string::npos) << "a share names nobody";

  const json question = say("myth");
  const json answer = press(question, "Myth", space);
  EXPECT_EQ(answer.value("/actionResponse/type"_json_pointer, ""), "UPDATE_MESSAGE") << answer.dump();
  EXPECT_TRUE(button(answer, "Myth").empty());
  EXPECT_FALSE(button(answer, "Useful").empty());
}

TEST_F(GoogleChatSession, PlanANudgeInADialogWithAMistakeThatIsMended) {
  const json list = say("schedule list");
  EXPECT_NE(list.dump().find(R"("interaction":"OPEN_DIALOG")"), std::string::npos) << list.dump();
  const ChatDialog form = dialog("REQUEST_DIALOG", button(list, "Add a nudge"));
  ASSERT_TRUE(form.is_open()) << form.said();

  const ChatDialog wrong = dialog("SUBMIT_DIALOG", form.value_of("Save"), form.inputs({{"when", "when the moon is full"}}));
  ASSERT_TRUE(wrong.is_open()) << wrong.said();
  EXPECT_NE(wrong.text().find("when the moon is full"), std::string::npos) << wrong.text();
  EXPECT_NE(wrong.text().find("Please change this"), std::string::npos) << wrong.text();
  EXPECT_TRUE(google.messages_in(space.space).empty()) << "what is wrong is said in the dialog alone";

  post(fakes::in_dialog(fakes::chat_press(wrong.value_of("Save"), space, true), "CANCEL_DIALOG"));
  const ChatDialog saved = dialog("SUBMIT_DIALOG", wrong.value_of("Save"), wrong.inputs({{"when", "every Tuesday 10:00"}}));
  EXPECT_FALSE(saved.is_open()) << saved.text();
  EXPECT_NE(saved.said(), "");
  const json told = json::parse(wait_for(1)[0].body);
  EXPECT_TRUE(is_for(told, "1001")) << told.dump();
  EXPECT_NE(told.value("fallbackText", "").find("is saved"), std::string::npos) << told.dump();
  EXPECT_EQ(plan().state, store::Plan::State::Active);
}

TEST_F(GoogleChatSession, SaySomethingIsWrongInADialogThatNobodyElseSees) {
  const ChatDialog form = dialog("REQUEST_DIALOG", button(say("tip"), "This is wrong"));
  ASSERT_TRUE(form.is_open()) << form.said();
  const ChatDialog empty = dialog("SUBMIT_DIALOG", form.value_of("Send"), form.inputs({{"text", " "}}));
  ASSERT_TRUE(empty.is_open()) << empty.said();
  const ChatDialog sent = dialog("SUBMIT_DIALOG", empty.value_of("Send"), empty.inputs({{"text", "The year is 2018."}}));
  EXPECT_FALSE(sent.is_open()) << sent.text();
  EXPECT_TRUE(is_for(json::parse(wait_for(1)[0].body), "1001"));
}

TEST_F(GoogleChatSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  fakes::ChatClaims stranger = fakes::chat_claims(clock.now());
  stranger.email = "mallory@example.org";
  for (const std::string& token : {std::string(), std::string("x.y.z"), fakes::chat_token(stranger),
                                   fakes::chat_token(fakes::chat_claims(clock.now()), fakes::TeamsKey::Stranger)})
    EXPECT_EQ(post_raw(fakes::chat_request(fakes::chat_message("tip"), token)).substr(0, 12), "HTTP/1.1 401") << token.size();
}

TEST_F(GoogleChatSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const json saved = say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(saved.value("fallbackText", "").find("is saved"), std::string::npos) << saved.dump();
  let_plan_become_due();
  const json nudge = json::parse(wait_for(1)[0].body);
  fakes::ChatPlace bob = space;
  bob.user = "1002";
  bob.user_name = "Bob Fake";
  const json thanks = press(nudge, "Useful", bob);
  EXPECT_TRUE(is_for(thanks, "1002")) << "who finds it useful is nobody's business: " << thanks.dump();
  EXPECT_EQ(google.messages_in(space.space).size(), 1U);
}

TEST_F(GoogleChatSession, SurvivesALimitAServerThatBreaksAndATokenThatEnded) {
  const json tip = say("tip");
  const std::size_t given = google.tokens_given();
  google.end_tokens();
  google.platform()
      .on_post(FakeGoogleChat::posts_of(space.space))
      .reply(429, {{"Retry-After", "1"}}, R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}})")
      .close_after_handling();  // with a token that had ended: refused, and nobody hears
  press(tip, "Share here", space);
  wait_for(1);
  EXPECT_EQ(google.tokens_given(), given + 1) << "refused, replaced, sent";
}

TEST_F(GoogleChatSession, StopsWhereTheBotWasRemovedAndGoesOnWhenItIsBack) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  google.describe(space.space, FakeGoogleChat::Standing::BotRemoved);
  let_plan_become_due();  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(google.messages_in(space.space).empty());

  google.describe(space.space, FakeGoogleChat::Standing::Usual);
  google.begin_conversation(own.user, own.space);
  EXPECT_EQ(post(fakes::chat_event("ADDED_TO_SPACE")).dump(), "{}");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return google.messages_in(own.space).size() == 1; }))
      << "an introduction, to whoever added it\n"
      << program.output();
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; }));
  EXPECT_EQ(post(fakes::chat_event("REMOVED_FROM_SPACE")).dump(), "{}");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; }));
}

}  // namespace
}  // namespace allybot
