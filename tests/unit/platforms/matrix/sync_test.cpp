#include "bot/platforms/matrix/sync.h"

#include <deque>

#include "bot/core/mutex.h"
#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

using fakes::matrix_message;

/// Takes what a source hands on, and stops it after so many frames or troubles.
class Ear final : public Intake {
 public:
  std::stop_source stop;
  std::vector<std::string> heard, troubles;
  std::deque<int> statuses;  ///< of the next answers; then 200. -1: none ever comes
  std::map<std::string, std::string> values;
  std::size_t frames = 1;
  std::function<void()> meanwhile = [] {};  ///< each time that it noted how far it is

  void take(Authentic frame, std::chrono::milliseconds, std::function<void(http::Response)> answered) override {
    const Json event = Json::parse(frame.raw().body).at("events").at(0);
    const int status = statuses.empty() ? 200 : statuses.front();
    if (!statuses.empty()) statuses.pop_front();
    heard.push_back(event.at("content").value("body", event.at("type").get<std::string>()));
    if (status == -1)
      stop.request_stop();
    else
      answered(http::empty_response(status));
    if (heard.size() >= frames) stop_soon_ = true;
  }
  std::optional<std::string> kept(const std::string& name) override {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  }
  Result<void> keep(const std::string& name, const std::string& value) override {
    values[name] = value;
    meanwhile();
    if (stop_soon_) stop.request_stop();
    return {};
  }
  void report(std::string trouble) override {
    if (trouble.empty()) return;
    troubles.push_back(trouble);
    if (troubles.size() >= frames) stop.request_stop();
  }

 private:
  bool stop_soon_ = false;
};

struct MatrixSync : MatrixRig {
  Ear ear;
  void SetUp() override {
    rig.settings = server.settings_to_ask();
    auto made = declaration().make(rig.environment(*client));
    ASSERT_TRUE(made.has_value()) << made.error().for_log;
    adapter = std::move(*made);
  }
  /// Until the ear has had enough.
  void listen() {
    auto sources = adapter->frame_sources();
    ASSERT_EQ(sources.size(), 1U);
    sources[0].run(ear, ear.stop.get_token());
  }
};

TEST_F(MatrixSync, ActsOnNothingThatWasSaidBeforeItFirstAsked) {
  server.happen(matrix_message("!ally old"));
  ear.meanwhile = [this] {
    if (ear.heard.empty()) server.happen(matrix_message("!ally new"));
  };
  listen();
  EXPECT_EQ(ear.heard, std::vector<std::string>{"!ally new"});
  EXPECT_EQ(ear.values.at("since"), "s2");
}

TEST_F(MatrixSync, GoesOnFromWhereItWas) {
  for (const char* text : {"one", "two", "three"}) server.happen(matrix_message(text));
  ear.values["since"] = "s1";
  ear.frames = 2;
  listen();
  EXPECT_EQ(ear.heard, (std::vector<std::string>{"two", "three"}));
  EXPECT_EQ(ear.values.at("since"), "s3");
}

TEST_F(MatrixSync, AsksForWhatWasLeftOut) {
  for (const char* text : {"0", "1", "2", "3", "4", "5", "6"}) server.happen(matrix_message(text));
  server.tell_at_most(2);
  ear.values["since"] = "s1";
  ear.frames = 6;
  listen();
  EXPECT_EQ(ear.heard, (std::vector<std::string>{"1", "2", "3", "4", "5", "6"}));
}

TEST_F(MatrixSync, KeepsItsPlaceWhereWhatWasLeftOutIsNotTold) {
  for (const char* text : {"0", "1", "2", "3"}) server.happen(matrix_message(text));
  server.tell_at_most(1);
  server.platform().on_get("/_matrix/client/v3/rooms/%21ops%3Aexample.org/messages").reply(500, "{}");
  ear.values["since"] = "s1";
  listen();
  EXPECT_TRUE(ear.heard.empty());
  EXPECT_EQ(ear.values.at("since"), "s1");
  EXPECT_EQ(ear.troubles.size(), 1U);
}

TEST_F(MatrixSync, HandsOnAgainWhatThereWasNoRoomFor) {
  server.happen(matrix_message("one"));
  server.happen(matrix_message("two"));
  ear.values["since"] = "s0";
  ear.statuses = {503, 200, 400};  // what cannot be read is not read better the next time
  ear.frames = 3;
  listen();
  EXPECT_EQ(ear.heard, (std::vector<std::string>{"one", "one", "two"}));
  EXPECT_EQ(ear.values.at("since"), "s2");
}

TEST_F(MatrixSync, NotesNothingAsReadThatWasNotTaken) {
  server.happen(matrix_message("one"));
  server.happen(matrix_message("two"));
  ear.values["since"] = "s0";
  ear.statuses = {200, -1};
  ear.frames = 10;
  listen();
  EXPECT_EQ(ear.heard, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(ear.values.at("since"), "s0");
}

TEST_F(MatrixSync, HearsInvitesFromTheBeginning) {
  server.invite("!new:example.org", "@alice:example.org", false);
  listen();
  EXPECT_EQ(ear.heard, std::vector<std::string>{"m.room.member"});
}

TEST_F(MatrixSync, SaysWhyItHearsNothing) {
  server.refuse_token(true);
  listen();
  ASSERT_EQ(ear.troubles.size(), 1U);
  EXPECT_NE(ear.troubles[0].find("MATRIX_ACCESS_TOKEN"), std::string::npos);
  EXPECT_EQ(ear.troubles[0].find(fakes::kMatrixAsToken), std::string::npos);
}

TEST_F(MatrixSync, SaysThatTheHomeserverIsAwayOrTalksNonsense) {
  server.platform().on_get("/_matrix/client/v3/sync").reply(200, "<html>").reply(200, "{}").close_after_reading();
  ear.frames = 3;
  listen();
  EXPECT_EQ(ear.troubles.size(), 3U);
}

TEST_F(MatrixSync, LetsNobodyPushWhoAsks) {
  EXPECT_TRUE(adapter->routes().empty());
  for (const char* token : {"", "x", fakes::kMatrixHsToken})
    EXPECT_EQ(why_refused(fakes::matrix_transaction({}, "1", token)), "nobody pushes here");
}

TEST_F(MatrixSync, TakesOneWayOnly) {
  rig.settings["MATRIX_HS_TOKEN"] = "x";
  EXPECT_NE(why_not_made().find("MATRIX_ACCESS_TOKEN"), std::string::npos);
  rig.settings = server.settings_to_ask();
  rig.settings["MATRIX_ACCESS_TOKEN"] = "two words";
  EXPECT_NE(why_not_made().find("MATRIX_ACCESS_TOKEN"), std::string::npos);
}

TEST_F(MatrixSync, DoctorAsksForTheTokenAlone) {
  const auto checks = adapter->checks();
  for (const Check& check : checks) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  EXPECT_EQ(server.platform().count("/_matrix/client/v1/appservice/allybot/ping"), 0U);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(server.platform().count("/_matrix/client/v3/register"), 0U);
  server.refuse_token(true);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  EXPECT_EQ(adapter->checks().at(0).what, "the homeserver refuses MATRIX_ACCESS_TOKEN");
}

}  // namespace
}  // namespace allybot::platforms::matrix
