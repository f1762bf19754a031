#include "bot/platforms/slack/socket_mode.h"

#include <gtest/gtest.h>

#include <deque>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_slack_sockets.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms::slack {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Taken {
  std::string body;
  std::function<void(http::Response)> answer;
};

/// What would be the ingress: keeps what it is handed until the test answers.
class Desk final : public Intake {
 public:
  void take(Authentic frame, milliseconds, std::function<void(http::Response)> answered) override {
    const Lock lock(mutex_);
    taken_.push_back({frame.raw().body, std::move(answered)});
    ++count_;
    changed_.notify_all();
  }
  std::optional<std::string> kept(const std::string&) override { return std::nullopt; }
  Result<void> keep(const std::string&, const std::string&) override { return {}; }
  void report(std::string trouble) override {
    const Lock lock(mutex_);
    said_.push_back(std::move(trouble));
    changed_.notify_all();
  }

  std::optional<Taken> next() {
    const Lock lock(mutex_);
    if (!wait([this] { return !taken_.empty(); })) return std::nullopt;
    Taken one = std::move(taken_.front());
    taken_.pop_front();
    return one;
  }
  /// Now or since it was asked last: one sentence may soon be followed by another. Empty: there is no trouble now.
  bool says(const std::string& words) {
    const Lock lock(mutex_);
    return wait([&] {
      if (words.empty()) return said_.empty() || said_.back().empty();
      for (; heard_ < said_.size(); ++heard_)
        if (said_[heard_].find(words) != std::string::npos) return true;
      return false;
    });
  }
  int count() {
    const Lock lock(mutex_);
    return count_;
  }

 private:
  template <class Done>
  bool wait(Done done) {
    const auto deadline = std::chrono::steady_clock::now() + seconds(20);
    while (!done())
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return done();
    return true;
  }
  Mutex mutex_;
  Condition changed_;
  std::deque<Taken> taken_;
  std::vector<std::string> said_;
  std::size_t heard_ = 0;  ///< of them
  int count_ = 0;
};

class SocketMode : public testing::Test {
 protected:
  void listen() {
    listening_ = std::jthread([this](const std::stop_token& stop) {
      listen_by_sockets({api_, clock_, random_, metrics_, ResponseHosts(slack_.url()), pulse_}, desk_, stop);
    });
  }
  /// Listens over two connections.
  void listen_twice() {
    listen();
    ASSERT_TRUE(sockets_.stand(1));
    ASSERT_TRUE(desk_.says(""));
    pass_until(2);
    ASSERT_TRUE(sockets_.stand(2));
  }
  /// Lets time pass until so many addresses were asked for.
  void pass_until(int asked, milliseconds leap = seconds(5)) {
    // A leap at a time, so that nothing grows old meanwhile.
    while (!sockets_.was_asked(asked, milliseconds(120))) clock_.advance(leap);
  }
  std::string command(int connection, const std::string& text = "tip") {
    nlohmann::json payload = nlohmann::json::object();
    const fakes::SlackPlace place{"T0FAKE001", "C0FAKE001", "U0FAKE001", "1111.2222.fake", slack_.url() + "/hook"};
    for (const auto& [name, value] : fakes::slack_command_form(text, place)) payload[name] = value;
    return sockets_.send(connection, "slash_commands", payload.dump());
  }
  std::string said_to(const std::string& envelope) {
    const auto answer = sockets_.answer_to(envelope);
    return answer ? answer->text : "nothing";
  }
  static http::Response tip() { return http::json_response(R"({"text":"a tip"})"); }
  static std::string with_tip(const std::string& envelope) {
    return R"({"envelope_id":")" + envelope + R"(","payload":{"text":"a tip"}})";
  }
  static std::string bare(const std::string& envelope) { return R"({"envelope_id":")" + envelope + "\"}"; }

  const fakes::Certificate certificate_ = fakes::make_certificate("DNS:localhost");
  const fakes::Trust trust_{certificate_.authority};
  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_;
  NoMetrics metrics_;
  fakes::FakePlatform slack_;
  fakes::FakeSlackSockets sockets_{slack_, certificate_};
  const std::unique_ptr<http::Client> client_ = http::make_client();
  const WebApi api_{*client_, slack_.url() + "/api/", Secret(fakes::kSlackAppToken)};
  http::Pulse::Limits pulse_{std::chrono::hours(1000), std::chrono::hours(2000)};  ///< time passes by leaps here
  Desk desk_;
  std::jthread listening_;
};

TEST_F(SocketMode, CarriesAnAnswerBackInTheAcknowledgement) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  const std::string envelope = command(1, "tip parental leave");
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(http::form_field(taken->body, "text"), "tip parental leave");
  EXPECT_EQ(sockets_.times_answered(envelope), 0U);
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
  EXPECT_TRUE(sockets_.complaints().empty());
}

TEST_F(SocketMode, KeepsTwoConnectionsAndTakesWhatComesOverEither) {
  listen_twice();
  for (const int connection : {1, 2, 2, 1}) {
    const std::string envelope = command(connection);
    auto taken = desk_.next();
    ASSERT_TRUE(taken.has_value());
    taken->answer(tip());
    const auto answer = sockets_.answer_to(envelope);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->connection, connection);
  }
  EXPECT_EQ(sockets_.asked(), 2);
}

TEST_F(SocketMode, CarriesARepeatedEnvelopeOutOnce) {
  listen_twice();
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  sockets_.send_again(2, envelope);  // while it is at work
  const std::string other = command(2);
  ASSERT_TRUE(desk_.next().has_value()) << "the repeat was passed over, what came after it was not";
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
  sockets_.send_again(1, envelope);  // after it was answered
  while (sockets_.times_answered(envelope) < 2) std::this_thread::yield();
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
  EXPECT_EQ(desk_.count(), 2);
}

TEST_F(SocketMode, DoesNotAcknowledgeWhatNobodyTook) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  taken->answer(http::empty_response(503));
  sockets_.send_again(1, envelope);
  taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(sockets_.times_answered(envelope), 0U);
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
}

TEST_F(SocketMode, ReplacesAConnectionThatIsToLeaveWithoutALostEnvelope) {
  for (const char* reason : {"warning", "refresh_requested"}) {
    SCOPED_TRACE(reason);
    const int before = sockets_.asked();
    if (before == 0) listen();
    ASSERT_TRUE(sockets_.stand(1));
    const int old = before == 0 ? 1 : before;
    const std::string at_work = command(old);
    auto taken = desk_.next();
    ASSERT_TRUE(taken.has_value());
    sockets_.disconnect(old, reason);
    ASSERT_TRUE(sockets_.stand(2)) << "the new one stands beside the old one";
    const std::string late = command(old);  // Slack still sends over the old one
    auto second = desk_.next();
    ASSERT_TRUE(second.has_value());
    const std::string fresh = command(old + 1);
    auto third = desk_.next();
    ASSERT_TRUE(third.has_value());
    for (auto* one : {&*taken, &*second, &*third}) one->answer(tip());
    for (const std::string& envelope : {at_work, late, fresh}) {
      EXPECT_EQ(said_to(envelope), with_tip(envelope));
      EXPECT_EQ(sockets_.times_answered(envelope), 1U);
    }
    sockets_.goodbye(old);
    ASSERT_TRUE(sockets_.is_over(old));
    ASSERT_TRUE(sockets_.stand(1));
    EXPECT_TRUE(desk_.says(""));
  }
  EXPECT_TRUE(sockets_.complaints().empty());
}

TEST_F(SocketMode, EndsAConnectionThatFellSilentAndOpensAnother) {
  pulse_ = {};
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  sockets_.fall_silent(1);
  command(1);
  ASSERT_TRUE(desk_.next().has_value());  // so it has been greeted
  clock_.advance(seconds(16));
  ASSERT_TRUE(desk_.says("ended (silent)"));
  EXPECT_TRUE(sockets_.is_over(1));
  pass_until(2);
  EXPECT_TRUE(sockets_.stand(1));
}

TEST_F(SocketMode, AnswersByTheResponseUrlWhenTheConnectionWentMeanwhile) {
  slack_.on_post("/hook").reply(200, "ok");
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  sockets_.cut(1);
  ASSERT_TRUE(desk_.says("ended (cut)"));
  taken->answer(tip());
  ASSERT_TRUE(slack_.wait_for("/hook", 1, seconds(20)));
  for (const auto& call : slack_.calls())
    if (call.path == "/hook") {
      EXPECT_EQ(call.body, R"({"text":"a tip"})");
    }
  pass_until(2);
  ASSERT_TRUE(sockets_.stand(1));
  sockets_.send_again(2, envelope);  // nothing more is said, and nothing done again
  EXPECT_EQ(said_to(envelope), bare(envelope));
  EXPECT_EQ(desk_.count(), 1);
}

TEST_F(SocketMode, AnswersARepeatOverTheOtherConnectionWhenTheFirstWentMeanwhile) {
  listen_twice();
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  sockets_.cut(1);
  sockets_.send_again(2, envelope);
  command(2);
  ASSERT_TRUE(desk_.next().has_value());  // so the repeat has been heard
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
  EXPECT_EQ(sockets_.answer_to(envelope)->connection, 2);
  EXPECT_EQ(desk_.count(), 2);
}

TEST_F(SocketMode, ComesBackWhenAConnectionIsCut) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  sockets_.cut(1);
  ASSERT_TRUE(desk_.says("ended (cut)"));
  pass_until(2);
  ASSERT_TRUE(sockets_.stand(1));
  EXPECT_TRUE(desk_.says(""));
}

TEST_F(SocketMode, SaysWhenItWasSwitchedOffAndComesBackOnceItIsOn) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  sockets_.refuse("not_allowed_token_type");
  sockets_.disconnect(1, "link_disabled");
  sockets_.goodbye(1);
  ASSERT_TRUE(desk_.says("switched off"));
  pass_until(2, minutes(1));
  ASSERT_TRUE(desk_.says("SLACK_APP_TOKEN"));
  sockets_.refuse("");
  pass_until(3, minutes(1));
  ASSERT_TRUE(sockets_.stand(1));
  EXPECT_TRUE(desk_.says(""));
}

TEST_F(SocketMode, CallsNoAddressThatIsNotSlacks) {
  slack_.on_post("/api/apps.connections.open").reply(200, R"({"ok":true,"url":"wss://evil.example/link"})");
  listen();
  EXPECT_TRUE(desk_.says("not_slacks"));
}

TEST_F(SocketMode, OutlivesFramesThatAreNone) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  for (const char* text : {"", "nonsense", "[]", "{}", R"({"type":"unheard_of"})"}) sockets_.say(1, text);
  const std::string odd = sockets_.send(1, "workflow_step", "{}");
  EXPECT_EQ(said_to(odd), bare(odd));
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
}

TEST_F(SocketMode, AnswersWhatIsAtWorkBeforeItStopsAndTakesNothingNew) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  const std::string envelope = command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  listening_.request_stop();
  taken->answer(tip());
  EXPECT_EQ(said_to(envelope), with_tip(envelope));
  listening_.join();
  EXPECT_TRUE(sockets_.is_over(1));
  EXPECT_EQ(desk_.count(), 1);
}

TEST_F(SocketMode, StopsInTimeThoughWorkIsNotDoneAndAnAnswerAfterwardsHarmsNobody) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  command(1);
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  const auto start = std::chrono::steady_clock::now();
  listening_.request_stop();
  listening_.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(10));
  taken->answer(tip());
}

TEST_F(SocketMode, LogsNeitherTokensNorAddressesNorWords) {
  listen();
  ASSERT_TRUE(sockets_.stand(1));
  command(1, "secretword");
  auto taken = desk_.next();
  ASSERT_TRUE(taken.has_value());
  taken->answer(tip());
  sockets_.cut(1);
  ASSERT_TRUE(desk_.says("cut"));
  for (const char* secret : {"xapp", "ticket", "wss:", "secretword", "U0FAKE001"})
    EXPECT_EQ(log_.all_text().find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace allybot::platforms::slack
