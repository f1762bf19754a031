// Matrix without a public address: the real program asks a fake homeserver what there is, and is stopped and killed meanwhile.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/fakes/fake_matrix.h"
#include "tests/scenario/program.h"

namespace allybot {
namespace {

using fakes::FakeMatrix;
constexpr std::chrono::seconds kPatience{20};

class MatrixAsking : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeMatrix server{clock};
  const scenario::Folder folder;
  scenario::Program program{folder, server.settings_to_ask()};
  const fakes::MatrixPlace own = fakes::matrix_conversation();
  int said = 0;

  void SetUp() override {
    server.add_room(own.room, {{fakes::kMatrixBot, "join"}, {own.user, "join"}});
    server.set_direct(R"({"@alice:example.org":["!alice:example.org"]})");
  }
  void TearDown() override {
    EXPECT_EQ(server.complaints(), std::vector<std::string>{});
    EXPECT_EQ(program.output().find(fakes::kMatrixAsToken), std::string::npos);
  }
  void start() { ASSERT_TRUE(program.start()) << program.output(); }
  /// Once it has asked for the first time, so that what is said from now on counts.
  void start_listening() {
    start();
    ASSERT_TRUE(server.platform().wait_for("/_matrix/client/v3/sync", 2));
  }
  void say(const std::string& text) {
    fakes::MatrixPlace place = own;
    place.event = "$said" + std::to_string(++said);
    server.happen(fakes::matrix_message(text, place));
  }
  bool answered(std::size_t times) {
    return scenario::wait_until(kPatience, [&] { return server.messages_in(own.room).size() >= times; });
  }
  /// How many answers there are in the end: as many as questions, each once.
  std::size_t answers_in_the_end() {
    say("help");
    EXPECT_TRUE(answered(static_cast<std::size_t>(said))) << program.output();
    return server.messages_in(own.room).size();
  }
};

TEST_F(MatrixAsking, AnswersWhatIsSaidFromNowOn) {
  say("tip");
  start_listening();
  say("myth");
  EXPECT_TRUE(answered(1)) << program.output();
  EXPECT_EQ(server.messages_in(own.room).size(), 1U) << "what was said before it came is nobody's business";
  EXPECT_EQ(program.stop(), 0);
}

TEST_F(MatrixAsking, LosesAndRepeatsNothingOverAStop) {
  start_listening();
  say("tip");
  EXPECT_TRUE(answered(1)) << program.output();
  EXPECT_EQ(program.stop(), 0);
  server.tell_at_most(2);
  for (int i = 0; i < 5; ++i) say("tip");
  start();
  EXPECT_EQ(answers_in_the_end(), 7U);
  EXPECT_EQ(program.stop(), 0);
}

// An answer on its way is lost with the program, as any is; no question is answered twice, and what it changed stays.
TEST_F(MatrixAsking, RepeatsNothingOverKills) {
  start_listening();
  for (int i = 0; i < 6; ++i) {
    say("tip");
    say("me zone Europe/Berlin");
    scenario::wait_until(std::chrono::milliseconds(40 * i), [] { return false; });
    program.kill_hard();
    start();
  }
  say("find xyzzyx");
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] {
    const auto all = server.messages_in(own.room);
    return !all.empty() && all.back().content.find("xyzzyx") != std::string::npos;
  })) << program.output();
  EXPECT_LE(server.messages_in(own.room).size(), 13U);
  EXPECT_EQ(program.stop(), 0);
}

TEST_F(MatrixAsking, GoesWhereItIsInvited) {
  start_listening();
  server.invite("!new:example.org", own.user, false);
  EXPECT_TRUE(scenario::wait_until(kPatience, [&] { return server.membership("!new:example.org", fakes::kMatrixBot) == "join"; }))
      << program.output();
  EXPECT_TRUE(answered(1)) << "an introduction, to whoever invited it\n" << program.output();
  EXPECT_EQ(program.stop(), 0);
}

}  // namespace
}  // namespace allybot
