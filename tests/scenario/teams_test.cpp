// A company's day on Microsoft Teams: the real program, a real database file, the fake Teams that judges every card.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_teams.h"
#include "tests/fakes/teams_judge.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeTeams;
using nlohmann::json;
using Messages = std::vector<FakeTeams::Message>;
constexpr std::chrono::seconds kPatience{10};

class TeamsSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeTeams teams{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const fakes::TeamsPlace ops = teams.from_here({});
  const fakes::TeamsPlace own = teams.from_here(fakes::own_conversation());
  const ChannelKey channel{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId(ops.conversation)};
  int asked = 0;

  std::map<std::string, std::string> settings() const {
    auto all = teams.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    return all;
  }
  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(teams.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kTeamsSecret, fakes::kTeamsAccessToken, "29:fakeAlice\"", "Alice Fake"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  /// The answer to an activity, as the connector would post it; each is one of its own.
  std::string post(const std::string& activity) {
    json read = json::parse(activity);
    read["id"] = "18000000" + std::to_string(++asked);
    const http::RawRequest raw = teams.request(read.dump());
    return scenario::ask(program.port(), raw);
  }
  void say(const std::string& text, const fakes::TeamsPlace& where) {
    const std::string answer = post(fakes::teams_message(text, where));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), "") << "nothing is said in the answer";
  }
  /// Presses the button of that title in the message.
  void press(const FakeTeams::Message& in, const std::string& title, const fakes::TeamsPlace& where) {
    const json value = button(in, title);
    ASSERT_TRUE(value.is_object()) << title << " is no button of " << in.body;
    EXPECT_EQ(post(fakes::teams_press(value.dump(), where, in.id)).substr(0, 12), "HTTP/1.1 200");
  }
  static json button(const FakeTeams::Message& in, const std::string& title) {
    const json card = card_of(in);
    for (const json& element : card.at("body"))
      for (const json& action : element.value("actions", json::array()))
        if (action.value("title", "") == title) return action.at("data");
    return nullptr;
  }
  static json card_of(const FakeTeams::Message& message) {
    return json::parse(message.body).at("attachments").at(0).at("content");
  }
  static std::string summary(const FakeTeams::Message& message) { return json::parse(message.body).value("summary", ""); }

  /// The messages of a conversation once there are that many.
  Messages wait_for(const fakes::TeamsPlace& where, std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return teams.messages_in(where.conversation).size() >= count; });
    Messages all = teams.messages_in(where.conversation);
    EXPECT_TRUE(came) << all.size() << " of " << count << " in " << where.conversation << '\n' << program.output();
    EXPECT_EQ(all.size(), count) << where.conversation;
    all.resize(count);
    return all;
  }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
};

TEST_F(TeamsSession, AskShareAndAnswerAMyth) {
  EXPECT_NE(program.output().find("teams       on"), std::string::npos) << program.output();

  say("tip", ops);
  const Messages tip = wait_for(own, 1);
  EXPECT_NE(tip[0].body.find("You asked in Operations"), std::string::npos);
  EXPECT_TRUE(teams.messages_in(ops.conversation).empty()) << "nobody else sees that somebody asked";

  press(tip[0], "Share here", own);
  const Messages shared = wait_for(ops, 1);
  EXPECT_EQ(shared[0].body.find("Alice"), std::string::npos) << "a share names nobody";
  EXPECT_NE(summary(wait_for(own, 2)[1]).find("Shared"), std::string::npos);

  say("myth", own);
  const Messages question = wait_for(own, 3);
  press(question[2], "Myth", own);
  const Messages answer = wait_for(own, 4);
  EXPECT_TRUE(button(answer[3], "Myth").is_null());
  EXPECT_TRUE(button(answer[3], "Useful").is_object()) << summary(answer[3]);
}

TEST_F(TeamsSession, LookForAnItemUnderTheMessageBoxAndSendItYourself) {
  fakes::TeamsPlace elsewhere = ops;
  elsewhere.conversation = "19:chat-without-the-bot@unq.gbl.spaces";
  elsewhere.type = "personal";
  const auto look_for = [&](const std::string& words, const std::string& value = "{}") {
    const std::string answer = post(fakes::teams_search(words, elsewhere, value));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    const std::string body = answer.substr(answer.find("\r\n\r\n") + 4);
    for (const std::string& complaint : fakes::extension_complaints(body))
      EXPECT_EQ(complaint.substr(0, 9), "a link to") << complaint;  // the library's own
    return json::parse(body).at("composeExtension");
  };
  const json opened = look_for("");
  EXPECT_GE(opened.at("attachments").size(), 5U) << "something to send before a word is typed";
  const json found = look_for("interrupted");
  ASSERT_FALSE(found.at("attachments").empty());
  EXPECT_NE(found.at("attachments").dump().find("nterrupt"), std::string::npos);
  EXPECT_TRUE(look_for("interrupted", R"({"queryOptions":{"skip":500,"count":25}})").at("attachments").empty());
  EXPECT_NE(look_for("xylophone zebra").at("text").get<std::string>().find("Nothing on"), std::string::npos);
  EXPECT_EQ(post(fakes::teams_search("x", elsewhere, R"({"commandId":"another"})")).substr(0, 12), "HTTP/1.1 400");
  EXPECT_TRUE(teams.messages().empty()) << "nothing is posted by the bot";
  for (const char* typed : {"interrupted", "xylophone", "chat-without-the-bot"})
    EXPECT_EQ(program.output().find(typed), std::string::npos) << typed;
}

TEST_F(TeamsSession, AskInTheMenuOfAMessageAndGoOnInItsDialog) {
  fakes::TeamsPlace elsewhere = ops;
  elsewhere.conversation = "19:chat-without-the-bot@thread.v2";
  elsewhere.type = "groupChat";
  const auto shown = [&](const std::string& activity) {
    const std::string answer = post(activity);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    const std::string body = answer.substr(answer.find("\r\n\r\n") + 4);
    for (const std::string& complaint : fakes::dialog_complaints(body))
      EXPECT_EQ(complaint.substr(0, 9), "a link to") << complaint;  // the library's own
    return json::parse(body).at("task").at("value").at("card").at("content");
  };
  const auto button_of = [](const json& card, const std::string& title) {
    for (const json& element : card.at("body"))
      for (const json& action : element.value("actions", json::array()))
        if (action.value("title", "") == title) return action.at("data");
    return json();
  };
  const json tip = shown(fakes::teams_dialog(elsewhere));
  EXPECT_TRUE(button_of(tip, "Share here").is_null()) << "the bot is not there";
  const json next = shown(fakes::teams_dialog_press(button_of(tip, "Another").dump(), elsewhere));
  EXPECT_NE(next.at("fallbackText"), tip.at("fallbackText"));
  shown(fakes::teams_dialog_press(button_of(next, "Useful").dump(), elsewhere));
  json form = button_of(shown(fakes::teams_dialog_press(button_of(next, "This is wrong").dump(), elsewhere)), "Send");
  ASSERT_TRUE(form.is_object());
  form["text"] = "the year is another";
  shown(fakes::teams_dialog_press(form.dump(), elsewhere));
  EXPECT_TRUE(teams.messages().empty()) << "nothing is posted by the bot";
  for (const char* said : {"words of Bob", "Bob Fake", "chat-without-the-bot", "the year is another"})
    EXPECT_EQ(program.output().find(said), std::string::npos) << said;
}

TEST_F(TeamsSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  http::RawRequest raw = teams.request(fakes::teams_message("tip", ops));
  const std::string good = std::string(*raw.headers.only("Authorization"));
  for (const std::string& token : {std::string(), good.substr(0, good.size() - 20), good + "AAAA"}) {
    const std::string answer = scenario::ask_raw(
        program.port(),
        "POST /teams/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n" +
            (token.empty() ? "" : "Authorization: " + token + "\r\n") + "Content-Length: " + std::to_string(raw.body.size()) +
            "\r\n\r\n" + raw.body);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 401") << answer;
  }
  EXPECT_TRUE(teams.messages().empty());
}

TEST_F(TeamsSession, AddAPlanAndGetItsNudgeAfterARestart) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin", ops);
  EXPECT_NE(summary(wait_for(own, 1)[0]).find("is saved"), std::string::npos) << summary(wait_for(own, 1)[0]);
  EXPECT_EQ(plan().address, teams.service()) << "where to post is kept with the plan";

  let_plan_become_due();
  const Messages nudge = wait_for(ops, 1);
  EXPECT_FALSE(summary(nudge[0]).empty());
  fakes::TeamsPlace bob = ops;
  bob.user = "29:fakeBob";
  bob.entra_id = "0b0b0b0b-1111-2222-3333-444444444444";
  press(nudge[0], "Useful", bob);
  bob = teams.from_here(fakes::own_conversation(bob));
  wait_for(bob, 1);
  EXPECT_EQ(teams.messages_in(ops.conversation).size(), 1U) << "who finds it useful is nobody's business";
}

TEST_F(TeamsSession, SurvivesAPaceThatIsTooFastAndATokenThatEnded) {
  say("tip", ops);
  const Messages tip = wait_for(own, 1);
  teams.platform()
      .on_post(FakeTeams::posts_of(ops.conversation))
      .reply(429, {{"Retry-After", "1"}}, R"({"error":{"code":"Throttled","message":"x"}})")
      .reply(412, R"({"error":{"code":"PreconditionFailed","message":"x"}})")
      .reply(502, R"({"error":{"code":"ServiceError","message":"x"}})");
  press(tip[0], "Share here", own);
  wait_for(ops, 1);
  EXPECT_EQ(teams.platform().count(FakeTeams::posts_of(ops.conversation)), 4U) << "three refusals and a success";
  wait_for(own, 2);

  const std::size_t given = teams.tokens_given();
  teams.end_tokens();
  say("tip", ops);
  wait_for(own, 3);
  EXPECT_EQ(teams.tokens_given(), given + 1) << "refused, replaced, sent";
}

TEST_F(TeamsSession, StopsWhereTheBotWasRemovedAndGoesOnWhenItIsBack) {
  say("schedule add every Tuesday 10:00 tips in Europe/Berlin", ops);
  wait_for(own, 1);
  teams.describe(ops.conversation, FakeTeams::Standing::BotRemoved);
  let_plan_become_due();  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(teams.messages_in(ops.conversation).empty());
  wait_for(own, 2);  // its author is told

  const std::string us = std::string(R"([{"id":"28:)") + fakes::kTeamsClient + "\"}]";
  teams.describe(ops.conversation, FakeTeams::Standing::Usual);
  EXPECT_EQ(post(fakes::teams_activity(R"({"type":"conversationUpdate","membersAdded":)" + us + "}", ops)).substr(0, 12),
            "HTTP/1.1 200");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; }));
  wait_for(own, 3);  // an introduction, to whoever added it
  post(fakes::teams_activity(R"({"type":"conversationUpdate","membersRemoved":)" + us + "}", ops));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; }));
  EXPECT_EQ(plan().trouble, "not_invited");
}

TEST_F(TeamsSession, AnswersEverybodyWhoAsksInOneMomentAtTeamsPace) {
  constexpr std::size_t kMembers = 90;
  for (std::size_t i = 0; i < kMembers; ++i) {
    fakes::TeamsPlace member = ops;
    member.user = "29:fakeMember" + std::to_string(i);
    say("tip", member);
  }
  const bool all = scenario::wait_until(std::chrono::seconds(20), [&] { return teams.messages().size() >= kMembers; });
  EXPECT_TRUE(all) << teams.messages().size() << '\n' << program.output();
  EXPECT_TRUE(teams.messages_in(ops.conversation).empty());
  RecordProperty("too_fast", static_cast<int>(teams.too_fast()));
  EXPECT_LE(teams.too_fast(), kMembers / 20) << "the pace is kept on our side; a late packet may still make a second too full";
}

TEST_F(TeamsSession, TellsNobodyElseWhenAMemberHasNotInstalledTheBot) {
  teams.uninstall(own.user);
  say("tip", ops);
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("not_installed") != std::string::npos; }))
      << "the log says why no answer comes";
  teams.install(own.user);
  say("tip", ops);
  wait_for(own, 1);
  EXPECT_TRUE(teams.messages_in(ops.conversation).empty());
}

}  // namespace
}  // namespace allybot
