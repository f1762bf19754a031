// A company's day on Matrix: the real program, a real database file, a fake homeserver that judges every message.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/store/store.h"
#include "tests/fakes/fake_matrix.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeMatrix;
using nlohmann::json;
using Messages = std::vector<FakeMatrix::Message>;
constexpr std::chrono::seconds kPatience{20};

class MatrixSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeMatrix server{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, settings()};
  const fakes::MatrixPlace room{};
  const fakes::MatrixPlace own = fakes::matrix_conversation();
  const ChannelKey channel{PlatformId("matrix"), WorkspaceId("example.org"), ChannelId(room.room)};
  int said = 0;

  std::map<std::string, std::string> settings() const {
    auto all = server.settings();
    all["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
    all["ALLYBOT_ADMINS"] = "matrix:example.org:alice:example.org";
    return all;
  }
  void SetUp() override {
    server.add_room(own.room, {{fakes::kMatrixBot, "join"}, {own.user, "join"}});
    server.set_direct(R"({"@alice:example.org":["!alice:example.org"]})");
    ASSERT_TRUE(program.start()) << program.output();
  }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(server.complaints(), std::vector<std::string>{});
    for (const char* secret : {fakes::kMatrixAsToken, fakes::kMatrixHsToken, "parental leave"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  std::string push(const http::RawRequest& raw) { return scenario::ask(program.port(), raw); }
  void push(const std::string& event) {
    const std::string answer = push(fakes::matrix_transaction({event}, std::to_string(++said)));
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), "{}");
  }
  /// An event of one's own in that place.
  fakes::MatrixPlace next(fakes::MatrixPlace place) {
    place.event = "$event" + std::to_string(++said);
    return place;
  }
  /// Says something and gives what the bot answers in the member's own room.
  json ask(const std::string& text, const fakes::MatrixPlace& place, const std::string& answered_in = "!alice:example.org") {
    const std::size_t before = server.messages_in(answered_in).size();
    push(fakes::matrix_message(text, next(place)));
    return json::parse(wait_for(answered_in, before + 1).back().content);
  }
  /// The number in front of a choice of a message: "<strong>2</strong> Share here".
  static std::string number_of(const json& message, const std::string& label) {
    const std::string html = message.value("formatted_body", "");
    const std::string after = "</strong> " + label + "</li>";
    const std::size_t end = html.find(after);
    const std::size_t begin = end == std::string::npos ? end : html.rfind('>', end);
    if (begin == std::string::npos) {
      ADD_FAILURE() << label << " is no choice of " << html;
      return "0";
    }
    return html.substr(begin + 1, end - begin - 1);
  }

  /// The messages in a room once there are that many.
  Messages wait_for(const std::string& where, std::size_t count) {
    const bool came = scenario::wait_until(kPatience, [&] { return server.messages_in(where).size() >= count; });
    Messages all = server.messages_in(where);
    EXPECT_TRUE(came) << all.size() << " of " << count << '\n' << program.output();
    EXPECT_EQ(all.size(), count);
    all.resize(count, {"", "", "{}"});
    return all;
  }
  std::size_t deliveries_in(store::Delivery::State state) {
    auto store = store::open(folder.database(), clock);
    std::size_t count = 0;
    const auto read = (*store)->read([&](store::Reader& tx) -> Result<void> {
      for (const auto& one : tx.deliveries_in(state, 100).value_or(std::vector<store::Delivery>()))
        if (one.channel == channel) ++count;
      return {};
    });
    EXPECT_TRUE(read.has_value());
    return count;
  }
  store::Plan plan() { return scenario::plan_of(channel, folder, clock); }
  void let_plan_become_due() { scenario::let_plan_become_due(channel, folder, clock, program); }
};

TEST_F(MatrixSession, AskShareAndAnswerAMyth) {
  const json tip = ask("!ally tip parental leave", room);
  EXPECT_EQ(tip.value("body", "").find("You asked in"), 0U) << tip.dump();
  EXPECT_TRUE(server.messages_in(room.room).empty()) << "nobody else sees that somebody asked";

  const json done = ask(number_of(tip, "Share here"), own);
  EXPECT_NE(done.value("body", "").find("Shared"), std::string::npos) << done.dump();
  const json shared = json::parse(wait_for(room.room, 1)[0].content);
  EXPECT_EQ(shared.dump().find("alice"), std::string::npos) << "a share names nobody";

  const json question = ask("myth", own);
  const json answer = ask(number_of(question, "Myth"), own);
  EXPECT_NE(number_of(answer, "Useful"), "0");
  EXPECT_EQ(server.messages_in(room.room).size(), 1U);
}

TEST_F(MatrixSession, AnswersWhoeverHasNoRoomYetInOneOfTheirOwn) {
  fakes::MatrixPlace bob = room;
  bob.user = "@bob:example.org";
  push(fakes::matrix_message("!ally tip", next(bob)));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.messages_by_room()["!made1:example.org"] == 1; }))
      << program.output();
  EXPECT_EQ(server.membership("!made1:example.org", "@bob:example.org"), "invite");
  EXPECT_TRUE(server.messages_in(room.room).empty());
}

TEST_F(MatrixSession, TakesARepeatedTransactionOnce) {
  fakes::MatrixPlace bob = room;
  bob.user = "@bob:example.org";
  const auto both = fakes::matrix_transaction(
      {fakes::matrix_message("tip", next(own)), fakes::matrix_message("!ally tip", next(bob))}, "repeated");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(push(both).substr(0, 12), "HTTP/1.1 200");
  wait_for(own.room, 1);
  wait_for("!made1:example.org", 1);
  ask("myth", own, own.room);  // whatever came of the repeats has come by now
  EXPECT_EQ(server.messages_in("!made1:example.org").size(), 1U);
}

TEST_F(MatrixSession, SaysNothingToWhoeverCannotProveWhoTheyAre) {
  for (const std::string& token : {std::string(), std::string("x"), std::string(fakes::kMatrixAsToken)})
    EXPECT_EQ(push(fakes::matrix_transaction({fakes::matrix_message("tip", own)}, "1", token)).substr(0, 12), "HTTP/1.1 401");
  http::RawRequest get = fakes::matrix_query("/matrix/_matrix/app/v1/transactions/1");
  EXPECT_EQ(push(get).substr(0, 12), "HTTP/1.1 405");
  EXPECT_TRUE(server.messages_in(own.room).empty());
}

TEST_F(MatrixSession, AddAPlanAndGetItsNudgeAfterARestart) {
  const json saved = ask("!ally schedule add every Tuesday 10:00 tips in Europe/Berlin", room);
  EXPECT_NE(saved.value("body", "").find("is saved"), std::string::npos) << saved.dump();
  let_plan_become_due();
  const json nudge = json::parse(wait_for(room.room, 1)[0].content);
  EXPECT_EQ(nudge.value("msgtype", ""), "m.notice");
}

TEST_F(MatrixSession, SurvivesALimitAndAnAnswerThatNobodyHears) {
  const json tip = ask("!ally tip", room);
  server.platform()
      .on("PUT", "/_matrix/client/v3/rooms/%21ops%3Aexample.org/send/*")
      .reply(429, {{"Retry-After", "1"}}, R"({"errcode":"M_LIMIT_EXCEEDED"})")
      .close_after_handling()
      .reply(502, "<html>");
  ask(number_of(tip, "Share here"), own);
  wait_for(room.room, 1);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return deliveries_in(store::Delivery::State::Sent) == 1; }));
  EXPECT_EQ(server.messages_in(room.room).size(), 1U) << "the same transaction makes one event";
}

TEST_F(MatrixSession, KeepsWhatIsDueWhileItsTokenIsRefused) {
  const json tip = ask("!ally tip", room);
  server.platform()
      .on("PUT", "/_matrix/client/v3/rooms/%21ops%3Aexample.org/send/*")
      .reply(401, R"({"errcode":"M_UNKNOWN_TOKEN"})");
  ask(number_of(tip, "Share here"), own);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("platform_off") != std::string::npos; }))
      << program.output();
  EXPECT_TRUE(server.messages_in(room.room).empty());
  EXPECT_EQ(deliveries_in(store::Delivery::State::Retry), 1U) << "it waits until the token is taken again";
}

TEST_F(MatrixSession, StopsWhereTheBotWasRemovedAndGoesOnWhenItIsInvitedAgain) {
  ask("!ally schedule add every Tuesday 10:00 tips in Europe/Berlin", room);
  server.set_member(room.room, fakes::kMatrixBot, "leave");
  let_plan_become_due();  // nobody told us of the removal
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; })) << program.output();
  EXPECT_TRUE(server.messages_in(room.room).empty());

  const std::size_t before = server.messages_in(own.room).size();
  server.set_member(room.room, fakes::kMatrixBot, "invite");
  push(fakes::matrix_invite(false, next(room)));
  EXPECT_EQ(server.membership(room.room, fakes::kMatrixBot), "join");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.messages_in(own.room).size() > before; }))
      << "an introduction, to whoever invited it\n"
      << program.output();
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Active; }));
  push(fakes::matrix_member(fakes::kMatrixBot, "leave", next(room)));
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return plan().state == store::Plan::State::Broken; }));
}

}  // namespace
}  // namespace allybot
