// A company's day on Zulip: the real program, a real database file, the fake REST API that judges every message.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_zulip.h"
#include "tests/fakes/zulip_judge.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeZulip;
using nlohmann::json;
using Messages = std::vector<FakeZulip::Message>;
constexpr std::chrono::seconds kPatience{20};
constexpr const char* kChannel = "7";
constexpr const char* kKim = "[5]";

class ZulipSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeZulip zulip{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const ChannelKey channel{PlatformId("zulip"), WorkspaceId("acme"), ChannelId(kChannel)};
  fakes::ZulipPlace place;

  std::map<std::string, std::string> settings() const {
    auto all = zulip.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(zulip.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kZulipKey, fakes::kZulipToken, "Kim Fake", "stand-up"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string post_raw(const std::string& body) {
    return scenario::ask_raw(program.port(),
                             "POST /zulip/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                             "Content-Type: application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  json post(const std::string& body) {
    const std::string answer = post_raw(body);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  }
  /// What the bot answers to a direct message; each is one of its own.
  std::string write(const std::string& text) {
    ++place.message;
    const std::string said = post(fakes::zulip_direct(text, place)).value("content", "");
    for (const std::string& one : fakes::zulip_complaints(said))
      EXPECT_EQ(one.substr(0, 18), "a link to https://") << one;  // the library's own
    return said;
  }
  /// What the member gets as a direct message for what they say in the channel, which gets nothing.
  std::string call(const std::string& text) {
    ++place.message;
    const std::size_t before = zulip.messages_to(kKim).size();
    EXPECT_EQ(post(fakes::zulip_mention(text, place)).dump(), R"({"response_not_required":true})");
    return wait_for(kKim, before + 1).back().content;
  }
  /// The number under which a choice is offered.
  static std::string number_of(const std::string& said, const std::string& label) {
    const std::size_t end = said.find("** " + label);
    const std::size_t begin = end == std::string::npos ? end : said.rfind("**", end - 1);
    EXPECT_NE(begin, std::string::npos) << label << " is not on offer in " << said;
    return begin == std::string::npos ? std::string() : said.substr(begin + 2, end - begin - 2);
  }

  Messages wait_for(const std::string& to, std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return zulip.messages_to(to).size() >= count; });
    Messages all = zulip.messages_to(to);
    EXPECT_TRUE(came) << all.size() << " of " << count << '\n' << program.output();
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
};

TEST_F(ZulipSession, AskInAChannelAndShareByANumberThatNobodySees) {
  EXPECT_NE(program.output().find("zulip"), std::string::npos) << program.output();
  const std::string tip = call("tip");
  EXPECT_NE(tip.find("You asked in #ops"), std::string::npos) << tip;
  EXPECT_TRUE(zulip.messages_to(kChannel).empty()) << "nobody else sees that somebody asked";

  ++place.message;
  post(fakes::zulip_direct(number_of(tip, "Share here"), place));
  const auto shared = wait_for(kChannel, 1)[0];
  EXPECT_EQ(shared.topic, "stand-up");
  EXPECT_EQ(shared.content.find("Kim"), std::string::npos) << "a share names nobody";
  EXPECT_NE(shared.content.find("`tip "), std::string::npos)
      << "what to write to the bot instead of pressing: " << shared.content;
  EXPECT_NE(wait_for(kKim, 2).back().content.find("Shared"), std::string::npos);
}

TEST_F(ZulipSession, AnswerAMythByItsNumber) {
  const std::string question = write("myth");
  const std::string answer = write(number_of(question, "Myth"));
  EXPECT_NE(answer.find("Useful"), std::string::npos) << answer;
  EXPECT_NE(write(number_of(answer, "Useful")).find("Thank you"), std::string::npos);
  EXPECT_NE(write("20").find("do not know any more"), std::string::npos);
  EXPECT_TRUE(zulip.messages_to(kKim).empty()) << "answers stand in the requests";
}

TEST_F(ZulipSession, AnswerARepeatedRequestAlike) {
  const std::string body = fakes::zulip_direct("tip", place);
  EXPECT_EQ(post(body), post(body)) << "Zulip repeats what it thinks was not heard";
}

TEST_F(ZulipSession, FillInAFormByItsQuestions) {
  const std::string asked = write("me");
  const std::string first = write(number_of(asked, "Change"));
  EXPECT_NE(first.find("cancel"), std::string::npos) << first;
  std::string said = write("Mars/Olympus");
  for (int i = 0; i < 8 && said.find("`cancel`") != std::string::npos && said.find("Mars") == std::string::npos; ++i)
    said = write("-");
  EXPECT_NE(said.find("Mars"), std::string::npos) << "asked again for what was wrong: " << said;
  const std::string saved = write("Europe/Lisbon");
  EXPECT_NE(saved.find("Europe/Lisbon"), std::string::npos) << saved;
  EXPECT_EQ(saved.find("`cancel`"), std::string::npos) << saved;
}

TEST_F(ZulipSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  std::string body = fakes::zulip_direct("tip");
  body.replace(body.find(fakes::kZulipToken), 4, "evil");
  for (const std::string& bad : {body, std::string("{}"), std::string("x")})
    EXPECT_EQ(post_raw(bad).substr(0, 12), "HTTP/1.1 401") << bad;
}

TEST_F(ZulipSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const std::string saved = call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  EXPECT_NE(saved.find("is saved"), std::string::npos) << saved;
  let_plan_become_due();
  const auto nudge = wait_for(kChannel, 1)[0];
  EXPECT_EQ(nudge.topic, "stand-up") << "where the plan was made";
  const std::size_t words = nudge.content.find("`tip ");
  ASSERT_NE(words, std::string::npos) << nudge.content;
  const std::string typed = nudge.content.substr(words + 1, nudge.content.find('`', words + 1) - words - 1);
  const std::string same = write(typed);
  EXPECT_EQ(same.substr(0, same.find('\n')), nudge.content.substr(0, nudge.content.find('\n'))) << typed;
}

TEST_F(ZulipSession, SurvivesALimitAndAServerThatBreaks) {
  const std::string tip = call("tip");
  zulip.platform()
      .on_post(FakeZulip::kPosts)
      .reply(429, {{"Retry-After", "1.2"}}, R"({"result":"error","code":"RATE_LIMIT_HIT","retry-after":1.2})")
      .close_after_handling();  // posted, and nobody hears
  ++place.message;
  post(fakes::zulip_direct(number_of(tip, "Share here"), place));
  const bool shared = scenario::wait_until(kPatience, [&] { return zulip.messages_to(kChannel).size() == 1; });
  EXPECT_TRUE(shared) << program.output();
}

TEST_F(ZulipSession, WaitsWhileTheBotIsDeactivatedAndGoesOnWhenItIsBack) {
  call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  let_plan_become_due();
  wait_for(kChannel, 1);
  zulip.deactivate_bot(true);
  ++place.message;
  post(fakes::zulip_direct("tip", place));  // answers in requests need no key
  const std::string tip = write("tip");
  EXPECT_NE(tip.find("Another"), std::string::npos) << tip;
  zulip.deactivate_bot(false);
  EXPECT_NE(write("help").find("**"), std::string::npos);
}

TEST_F(ZulipSession, StopsThePlansOfAChannelThatTheBotMayNotPostIn) {
  call("schedule add every Tuesday 10:00 tips in Europe/Berlin");
  const std::size_t before = zulip.messages_to(kKim).size();
  zulip.describe(7, FakeZulip::Standing::NotSubscribed);
  let_plan_become_due();  // nobody told us of it
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(zulip.messages_to(kChannel).empty());
  const std::string told = wait_for(kKim, before + 1).back().content;
  zulip.describe(7, FakeZulip::Standing::Usual);
  write(number_of(told, "Resume"));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; })) << told;
}

}  // namespace
}  // namespace allybot
