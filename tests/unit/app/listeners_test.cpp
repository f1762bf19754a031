#include "bot/app/listeners.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "bot/app/bot.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/idle_adapter.h"
#include "tests/fakes/raw_client.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

using platforms::Authentic;
using std::chrono::seconds;

/// What the parrot hears is true because it heard it.
class Ear : private platforms::Verifier {
 public:
  static Authentic heard(const std::string& text, const std::string& request) {
    http::RawRequest raw;
    raw.path = request;
    raw.body = text;
    return admit(std::move(raw), "heard");
  }
};

platforms::Capabilities speaks_to_one() {
  platforms::Capabilities able;
  able.direct_messages = true;
  return able;
}

/// Knows one member, who speaks in frames: "command: tip", "broken".
class Parrot final : public fakes::IdleAdapter {
 public:
  using Run = std::function<void(platforms::Intake&, const std::stop_token&)>;
  explicit Parrot(std::map<std::string, Run> runs) : IdleAdapter("parrot", speaks_to_one()), runs_(std::move(runs)) {}

  Result<std::variant<std::vector<Inbound>, platforms::Fetch>> parse(const Authentic& frame, TimePoint) override {
    const std::string& text = frame.raw().body;
    if (text.rfind("command: ", 0) != 0) return fail(Code::Invalid, "squawk");
    Origin origin;
    origin.member = {platform(), WorkspaceId("cage"), MemberId("M1")};
    origin.channel = {platform(), WorkspaceId("cage"), ChannelId("perch")};
    origin.request = RequestId(frame.raw().path);
    return std::vector<Inbound>{Command{origin, text.substr(9), Command::Entry::Direct}};
  }
  platforms::Rendered render(const Reply& reply, const Origin&, platforms::Timing, TimePoint) override {
    const auto* answer = std::get_if<Answer>(&reply);
    return {http::text_response(200, answer != nullptr ? plain_text(answer->card) : "no answer"), {}};
  }
  std::vector<platforms::FrameSource> frame_sources() override {
    std::vector<platforms::FrameSource> all;
    for (const auto& [name, run] : runs_) all.push_back({name, run});
    return all;
  }

 private:
  const std::map<std::string, Run> runs_;
};

class ListenersTest : public testing::Test {
 protected:
  void start(std::map<std::string, Parrot::Run> runs) {
    platforms::Platform parrot;
    parrot.name = "parrot";
    parrot.make = [runs](const platforms::Environment&) -> Result<std::unique_ptr<platforms::Adapter>> {
      return std::make_unique<Parrot>(runs);
    };
    platforms_ = {parrot};
    Settings settings;
    settings.port = settings.ops_port = 0;
    settings.content = fakes::source_dir() + "/content";
    settings.database_url = "sqlite:" + (folder_ / "bot.db");
    settings.secret = Secret("a master secret of thirty-two bytes");
    BotOptions options;
    options.by_hand = true;
    options.clock = &clock_;
    options.platforms = &platforms_;
    auto started = Bot::start(settings, options);
    ASSERT_TRUE(started.has_value()) << started.error().for_log;
    bot_ = std::move(*started);
  }

  /// Runs a source with its intake open for this test, until the bot stops.
  platforms::Intake& listen() {
    auto opened = std::make_shared<std::promise<platforms::Intake*>>();
    auto intake = opened->get_future();
    start({{"ear", [opened](platforms::Intake& given, const std::stop_token& stop) {
              std::promise<void> stopped;
              const std::stop_callback tell(stop, [&] { stopped.set_value(); });
              opened->set_value(&given);
              stopped.get_future().wait();
            }}});
    return *intake.get();
  }

  static http::Response answer_to(platforms::Intake& intake, const std::string& text, const std::string& request,
                                  milliseconds patience = seconds(60)) {
    auto told = std::make_shared<std::promise<http::Response>>();
    auto answer = told->get_future();
    intake.take(Ear::heard(text, request), patience, [told](http::Response response) { told->set_value(std::move(response)); });
    if (answer.wait_for(seconds(20)) == std::future_status::ready) return answer.get();
    ADD_FAILURE() << "no answer to " << text;
    return {};
  }

  std::string readiness() {
    fakes::RawClient client(bot_->ops_port());
    client.send(fakes::RawClient::get("/readyz"));
    const auto answer = client.answer();
    return answer ? answer->body : std::string();
  }

  fakes::TemporaryFolder folder_;
  fakes::FakeClock clock_{from_unix_millis(1'790'000'000'000)};
  std::vector<platforms::Platform> platforms_;
  std::unique_ptr<Bot> bot_;
};

TEST_F(ListenersTest, AFrameIsAnsweredAsARequestIs) {
  const http::Response answer = answer_to(listen(), "command: tip", "f1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_GT(answer.body.size(), 40U) << answer.body;
}

TEST_F(ListenersTest, AFrameThatComesTwiceChangesThingsOnceAndGetsItsFirstAnswer) {
  auto& intake = listen();
  const http::Response first = answer_to(intake, "command: me zone Asia/Tokyo", "f1");
  EXPECT_NE(first.body.find("Tokyo"), std::string::npos) << first.body;
  answer_to(intake, "command: me zone Europe/Oslo", "f2");
  EXPECT_EQ(answer_to(intake, "command: me zone Asia/Tokyo", "f1").body, first.body);
  EXPECT_NE(answer_to(intake, "command: me", "f3").body.find("Oslo"), std::string::npos);
}

TEST_F(ListenersTest, AnUnreadableFrameIsRefused) { EXPECT_EQ(answer_to(listen(), "broken", "f1").status, 400); }

TEST_F(ListenersTest, KeepsWhatASourceHasReadOverARestart) {
  {
    auto& intake = listen();
    EXPECT_EQ(intake.kept("place"), std::nullopt);
    ASSERT_TRUE(intake.keep("place", "s72_1").has_value());
    ASSERT_TRUE(intake.keep("place", "s72_2").has_value());
  }
  bot_.reset();
  EXPECT_EQ(listen().kept("place"), "s72_2");
}

TEST_F(ListenersTest, SourcesDoNotShareWhatTheyKeep) {
  auto seen = std::make_shared<std::promise<std::optional<std::string>>>();
  auto kept = std::make_shared<std::promise<void>>();
  start({{"one",
          [kept](platforms::Intake& intake, const std::stop_token&) {
            EXPECT_TRUE(intake.keep("place", "1").has_value());
            kept->set_value();
          }},
         {"two", [kept, seen](platforms::Intake& intake, const std::stop_token&) {
            kept->get_future().wait();
            seen->set_value(intake.kept("place"));
          }}});
  EXPECT_EQ(seen->get_future().get(), std::nullopt);
}

TEST_F(ListenersTest, TroubleIsAWarningOfReadyzUntilItIsOver) {
  auto& intake = listen();
  intake.report("Socket Mode is switched off.");
  EXPECT_NE(readiness().find("parrot: Socket Mode is switched off."), std::string::npos);
  intake.report("");
  EXPECT_EQ(readiness().find("Socket Mode"), std::string::npos);
}

TEST_F(ListenersTest, ASourceThatFailsIsToldAndTheBotGoesOn) {
  auto failed = std::make_shared<std::promise<void>>();
  start({{"bad", [failed](platforms::Intake&, const std::stop_token&) {
            struct Tell {
              std::shared_ptr<std::promise<void>> to;
              ~Tell() { to->set_value(); }
            } tell{failed};
            throw std::runtime_error("secret of a member");
          }}});
  failed->get_future().wait();
  std::string told;
  while (told.find("parrot: it failed") == std::string::npos) told = readiness();
  EXPECT_EQ(told.find("secret"), std::string::npos);
  EXPECT_NE(told.find("\"ready\":true"), std::string::npos);
}

TEST_F(ListenersTest, StopEndsTheSourcesAndIsNotHeldUp) {
  listen();
  bot_->stop();
  EXPECT_TRUE(bot_->warnings().empty());
}

}  // namespace
}  // namespace allybot::app
