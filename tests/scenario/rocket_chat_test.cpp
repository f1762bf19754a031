// A company's day on Rocket.Chat: the real program, a real database file, the fake REST API that judges every message.
#include <gtest/gtest.h>

#include "tests/fakes/fake_rocket_chat.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeRocketChat;
using Messages = std::vector<FakeRocketChat::Message>;
constexpr std::chrono::seconds kPatience{20};

class RocketChatSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeRocketChat server;
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  fakes::RocketPlace place;
  const ChannelKey channel{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId(place.room)};
  const std::string kims = fakes::rocket_direct_room(place.member);
  int written = 1000;

  std::map<std::string, std::string> settings() const {
    auto all = server.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(server.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kRocketToken, fakes::kRocketHook, fakes::kRocketDirectHook, "kim.fake"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post_raw(const std::string& body) {
    return scenario::ask_raw(program.port(),
                             "POST /rocketchat/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                             "Content-Type: application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  /// No answer to a request ever says anything, to nobody.
  void post(const std::string& body) {
    const std::string answer = post_raw(body);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), "{}");
  }
  const fakes::RocketPlace& anew() {
    place.message = "msgFAKE" + std::to_string(++written);
    return place;
  }
  /// What the member gets in the direct messages for what they write there.
  std::string write(const std::string& text) {
    const std::size_t before = server.messages_to(kims).size();
    post(fakes::rocket_direct(text, anew()));
    return wait_for(kims, before + 1).back().text;
  }
  /// And for what they say in the room, which gets nothing.
  std::string call(const std::string& text) {
    const std::size_t before = server.messages_to(kims).size();
    const std::size_t in_room = server.messages_to(place.room).size();
    post(fakes::rocket_mention(text, anew()));
    const std::string said = wait_for(kims, before + 1).back().text;
    EXPECT_EQ(server.messages_to(place.room).size(), in_room) << "nobody else sees that somebody asked";
    return said;
  }
  /// The number under which a choice is offered.
  static std::string number_of(const std::string& said, const std::string& label) {
    const std::size_t end = said.find("* " + label);
    const std::size_t begin = end == std::string::npos ? end : said.rfind('*', end - 1);
    EXPECT_NE(begin, std::string::npos) << label << " is not on offer in " << said;
    return begin == std::string::npos ? std::string() : said.substr(begin + 1, end - begin - 1);
  }

  Messages wait_for(const std::string& room, std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return server.messages_to(room).size() >= count; });
    Messages all = server.messages_to(room);
    EXPECT_TRUE(came) << all.size() << " of " << count << '\n' << program.output();
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
  void let_the_waiting_post_be_tried() { scenario::let_the_waiting_post_be_tried(channel, folder, clock); }
};

TEST_F(RocketChatSession, AskInARoomAndShareByANumberThatNobodySees) {
  EXPECT_NE(program.output().find("rocketchat"), std::string::npos) << program.output();
  const std::string tip = call("tip");
  EXPECT_NE(tip.find("You asked in #"), std::string::npos) << tip;

  post(fakes::rocket_direct(number_of(tip, "Share here"), anew()));
  const auto shared = wait_for(place.room, 1)[0];
  EXPECT_EQ(shared.text.find("kim"), std::string::npos) << "a share names nobody";
  EXPECT_NE(shared.text.find("`tip "), std::string::npos) << "what to write to the bot instead of pressing: " << shared.text;
  EXPECT_NE(wait_for(kims, 2).back().text.find("Shared"), std::string::npos);
}

TEST_F(RocketChatSession, AnswerAMythByItsNumber) {
  const std::string question = write("myth");
  const std::string answer = write(number_of(question, "Myth"));
  EXPECT_NE(answer.find("Useful"), std::string::npos) << answer;
  EXPECT_NE(write(number_of(answer, "Useful")).find("Thank you"), std::string::npos);
  EXPECT_NE(write("20").find("do not know any more"), std::string::npos);
}

TEST_F(RocketChatSession, AnswerInTheThreadThatWasWrittenIn) {
  place.thread = "begFAKE0000000001";
  write("tip");
  EXPECT_EQ(server.messages_to(kims).back().thread, place.thread);
}

TEST_F(RocketChatSession, AnswerARepeatedRequestOnce) {
  const std::string body = fakes::rocket_direct("tip", anew());
  post(body);
  wait_for(kims, 1);
  post(body);  // an integration may be set to try again
  EXPECT_NE(write("myth").find("Myth"), std::string::npos) << "the second message is the answer to another request";
}

TEST_F(RocketChatSession, TellNobodyOfANumberInARoom) { EXPECT_NE(call("2").find("direct messages only"), std::string::npos); }

TEST_F(RocketChatSession, FillInAFormByItsQuestions) {
  const std::string asked = write("me");
  EXPECT_NE(asked.find("`ally me zone "), std::string::npos) << asked;
  EXPECT_EQ(asked.find("/ally"), std::string::npos) << "the clients stop a slash command that they do not know: " << asked;
  const std::string first = write(number_of(asked, "Change"));
  EXPECT_NE(first.find("cancel"), std::string::npos) << first;
  std::string said = write("Mars/Olympus");
  for (int i = 0; i < 8 && said.find("`cancel`") != std::string::npos && said.find("Mars") == std::string::npos; ++i)
    said = write("-");
  EXPECT_NE(said.find("Mars"), std::string::npos) << "asked again for what was wrong: " << said;
  const std::string saved = write("Europe/Lisbon");
  EXPECT_NE(saved.find("Europe/Lisbon"), std::string::npos) << saved;
}

TEST_F(RocketChatSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  std::string body = fakes::rocket_direct("tip");
  body.replace(body.find(fakes::kRocketDirectHook), 4, "evil");
  for (const std::string& bad : {body, std::string("{}"), std::string("x")})
    EXPECT_EQ(post_raw(bad).substr(0, 12), "HTTP/1.1 401") << bad;
  EXPECT_TRUE(server.messages_to(kims).empty());
}

TEST_F(RocketChatSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const std::string saved = call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(saved.find("is saved"), std::string::npos) << saved;
  let_plan_become_due();
  const auto nudge = wait_for(place.room, 1)[0];
  const std::size_t words = nudge.text.find("`tip ");
  ASSERT_NE(words, std::string::npos) << nudge.text;
  const std::string typed = nudge.text.substr(words + 1, nudge.text.find('`', words + 1) - words - 1);
  const std::string same = write(typed);
  EXPECT_EQ(same.substr(0, same.find('\n')), nudge.text.substr(0, nudge.text.find('\n'))) << typed;
}

TEST_F(RocketChatSession, SurvivesALimitAndAServerThatBreaks) {
  const std::string tip = call("tip");
  server.platform()
      .on_post(FakeRocketChat::kPosts)
      .reply(429, {{"X-RateLimit-Reset", std::to_string(to_unix_millis(clock.now()) + 1200)}},
             R"({"success":false,"error":"Error, too many requests. [error-too-many-requests]"})")
      .close_after_handling()  // posted, and nobody hears
      .close_after_handling();
  post(fakes::rocket_direct(number_of(tip, "Share here"), anew()));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.messages_to(place.room).size() == 1; })) << program.output();
}

TEST_F(RocketChatSession, WaitsWhileTheTokenIsRefusedAndGoesOnWhenItIsTakenAgain) {
  call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  server.platform()
      .on_post(FakeRocketChat::kPosts)
      .reply(401, R"({"status":"error","message":"You must be logged in to do this."})");
  let_plan_become_due();
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("platform_off") != std::string::npos; }))
      << program.output();
  EXPECT_TRUE(server.messages_to(place.room).empty());
  ASSERT_EQ(program.stop(), 0);
  let_the_waiting_post_be_tried();
  ASSERT_TRUE(program.start()) << program.output();
  wait_for(place.room, 1);
  EXPECT_NE(write("tip").find("Another"), std::string::npos);
}

TEST_F(RocketChatSession, DoesNotStartWithATokenThatIsRefused) {
  ASSERT_EQ(program.stop(), 0);
  server.deactivate_bot(true);
  EXPECT_FALSE(program.start());
  EXPECT_NE(program.output().find("allybot doctor"), std::string::npos) << program.output();
  server.deactivate_bot(false);
  ASSERT_TRUE(program.start()) << program.output();
}

TEST_F(RocketChatSession, StopsThePlansOfARoomThatTheBotWasPutOutOf) {
  call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  const std::size_t before = server.messages_to(kims).size();
  server.describe(place.room, FakeRocketChat::Standing::NotIn);  // nobody told us of it, and the server would take a post
  let_plan_become_due();
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(server.messages_to(place.room).empty());
  const std::string told = wait_for(kims, before + 1).back().text;
  server.describe(place.room, FakeRocketChat::Standing::Usual);
  write(number_of(told, "Resume"));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; })) << told;
}

}  // namespace
}  // namespace allybot
