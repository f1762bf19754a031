// A team of Microsoft Teams that asks by an outgoing webhook: the real program, and a client that signs as Teams does.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/store/store.h"
#include "tests/fakes/raw_client.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"
#include "tests/scenario/program.h"

namespace allybot {
namespace {

using nlohmann::json;

class TeamsOutgoingSession : public testing::Test {
 protected:
  const SystemClock clock{};
  const scenario::Folder folder;
  scenario::Program program{folder,
                            {{"ALLYBOT_PUBLIC_URL", "https://bot.example.org"},
                             {"TEAMS_OUTGOING_WEBHOOKS", std::string("engineering=") + fakes::kTeamsWebhookKey}}};
  int said = 0;
  bool stopped = false;

  void SetUp() override { ASSERT_TRUE(program.start()) << program.output(); }
  void TearDown() override {
    EXPECT_TRUE(stopped || program.stop() == 0);
    for (const char* secret : {"01o2Guh", "my boss", "fakeAlice"})
      EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }

  fakes::RawAnswer post(const http::RawRequest& request) const {
    fakes::RawClient client(program.port());
    std::string headers;
    if (const auto proof = request.headers.only("Authorization")) headers = "Authorization: " + std::string(*proof) + "\r\n";
    client.send(
        fakes::RawClient::post(request.path + '?' + request.query, request.body, "application/json; charset=utf-8", headers));
    return client.answer().value_or(fakes::RawAnswer{});
  }
  http::RawRequest mention(const std::string& text, const std::string& member = "29:fakeAlice") {
    fakes::TeamsPlace place;
    place.user = member;
    place.activity = std::to_string(1700000000000 + ++said);
    return fakes::teams_outgoing_request(fakes::teams_message(text, place));
  }
  /// The words of the answer; it is one that Teams takes.
  static std::string words_of(const fakes::RawAnswer& answer) {
    EXPECT_EQ(answer.status, 200);
    for (const std::string& complaint : fakes::workflow_complaints(answer.body))
      if (complaint.find("a link to ") != 0) ADD_FAILURE() << complaint;  // the library leads to its sources
    return json::parse(answer.body, nullptr, false)["attachments"][0]["content"].value("fallbackText", "");
  }
  std::string ask(const std::string& text, const std::string& member = "29:fakeAlice") {
    return words_of(post(mention(text, member)));
  }
};

TEST_F(TeamsOutgoingSession, AnswersItemsBeforeEverybodyAndNothingElse) {
  EXPECT_NE(program.output().find("teamsoutgoing"), std::string::npos) << program.output();
  const std::string tip = ask("tip interruptions");
  EXPECT_FALSE(tip.empty());
  const auto myth = post(mention("myth"));
  EXPECT_NE(myth.body.find("How sure"), std::string::npos) << "nobody can press Myth or Fact: " << myth.body;
  EXPECT_EQ(myth.body.find("/ally"), std::string::npos) << "it is called by a mention: " << myth.body;
  const std::string help = ask("help");
  EXPECT_NE(help.find("Everybody in this channel reads"), std::string::npos) << help;
  EXPECT_EQ(ask("my boss touches me"), help);
  const std::string refused = ask("privacy");
  EXPECT_NE(refused.find("Everybody in this channel reads what I answer"), std::string::npos) << refused;
  for (const char* text : {"me zone Europe/Berlin", "schedule add every Tuesday 10:00", "suggest my boss", "quiet", "stop"})
    EXPECT_EQ(ask(text), refused) << text;
}

TEST_F(TeamsOutgoingSession, ShowsAChannelAnotherTipEachTimeWhoeverAsksAndKeepsNothingOfThem) {
  std::set<std::string> shown;
  for (int i = 0; i < 12; ++i) EXPECT_TRUE(shown.insert(ask("tip", "29:fakeAlice" + std::to_string(i % 3))).second);
  ASSERT_EQ(program.stop(), 0);
  stopped = true;
  auto store = store::open(folder.database(), clock);
  ASSERT_TRUE(store.has_value());
  const PlatformId platform("teamsoutgoing");
  const WorkspaceId workspace("engineering");
  const auto seen_by = [&](const store::ReaderKey& reader) {
    const auto seen = store::read<std::vector<store::SeenItem>>(**store, [&](store::Reader& from) { return from.seen(reader); });
    return seen ? seen->size() : 0;
  };
  EXPECT_EQ(seen_by(store::reader_of(MemberKey{platform, workspace, MemberId("29:fakeAlice0")})), 0U);
  EXPECT_EQ(seen_by(store::reader_of(ChannelKey{platform, workspace, ChannelId(fakes::TeamsPlace{}.conversation)})), 12U);
}

TEST_F(TeamsOutgoingSession, GivesARepeatTheSameAnswer) {
  const http::RawRequest request = mention("tip");
  const auto first = post(request);
  EXPECT_EQ(post(request).body, first.body);
  EXPECT_NE(post(mention("tip")).body, first.body);
}

TEST_F(TeamsOutgoingSession, RefusesStrangersAlikeAndReadsNothingOfThem) {
  http::RawRequest changed = mention("tip");
  changed.body += ' ';
  http::RawRequest other = mention("tip");
  other.query = "webhook=managers";
  http::RawRequest bare = mention("tip");
  bare.headers = {};
  http::RawRequest empty = mention("tip");
  empty.body.clear();
  std::set<std::string> answers;
  for (const http::RawRequest& request : {changed, other, bare, empty}) {
    const auto answer = post(request);
    EXPECT_EQ(answer.status, 401);
    answers.insert(answer.body);
  }
  EXPECT_EQ(answers.size(), 1U);
}

TEST_F(TeamsOutgoingSession, AnswersFarWithinTheFiveSecondsThatTeamsWaits) {
  // Teams takes no answer later: everything that it may ask is answered at once, whatever else the program does.
  for (const char* text : {"", "tip", "myth pay", "resource parental leave", "exercise", "say", "pledge", "story",
                           "find meetings", "topics", "source EV-INT-01", "help", "me", "schedule", "anything"}) {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_FALSE(ask(text).empty()) << text;
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2)) << text;
  }
}

}  // namespace
}  // namespace allybot
