#include "bot/http/web_socket.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <future>
#include <thread>

#include "bot/core/mutex.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/connect_proxy.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/socket.h"
#include "tests/fakes/web_socket_server.h"

namespace allybot::http {
namespace {

using std::chrono::seconds;

/// A socket on a loop of its own, and what its user was told.
class Line {
 public:
  explicit Line(const Clock& clock) : clock_(clock) {}
  ~Line() {
    hang_up();
    loop_.stop();
    thread_.join();
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void open(WebSocketOptions options, const ProxyRules& rules = {}) {
    on_loop([this, options = std::move(options), rules] {
      socket_ =
          std::make_unique<WebSocket>(loop_, clock_, rules, options,
                                      WebSocketUser{[this] { note([this] { opened_ = true; }); },
                                                    [this](std::string text) {
                                                      if (hangs_up_when_heard) socket_.reset();
                                                      note([&] { heard_.push_back(std::move(text)); });
                                                    },
                                                    [this](const std::string& why) { note([&] { over_.push_back(why); }); }});
    });
  }
  /// On the loop's thread, and waits for it.
  void on_loop(const std::function<void()>& work) {
    std::promise<void> done;
    loop_.post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  bool send(const std::string& text) {
    bool sent = false;
    on_loop([&] { sent = socket_ && socket_->send(text); });
    return sent;
  }
  void close() {
    on_loop([this] { socket_->close(); });
  }
  void hang_up() {
    on_loop([this] { socket_.reset(); });
  }
  WebSocket& socket() { return *socket_; }

  bool is_open() {
    return wait([this] { return opened_; });
  }
  std::string next() {
    wait([this] { return !heard_.empty(); });
    const Lock lock(mutex_);
    if (heard_.empty()) return "nothing";
    std::string text = std::move(heard_.front());
    heard_.pop_front();
    return text;
  }
  std::string why_over() {
    wait([this] { return !over_.empty(); });
    const Lock lock(mutex_);
    return over_.empty() ? "not over" : over_.front();
  }
  std::size_t times_over() {
    const Lock lock(mutex_);
    return over_.size();
  }

  std::atomic<bool> hangs_up_when_heard{false};

 private:
  template <class Change>
  void note(Change change) {
    {
      const Lock lock(mutex_);
      change();
    }
    changed_.notify_all();
  }
  template <class Done>
  bool wait(Done done) {
    const auto deadline = std::chrono::steady_clock::now() + seconds(20);
    const Lock lock(mutex_);
    while (!done())
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return done();
    return true;
  }

  const Clock& clock_;
  Loop loop_;
  std::thread thread_{[this] { loop_.run(); }};
  std::unique_ptr<WebSocket> socket_;
  Mutex mutex_;
  Condition changed_;
  bool opened_ = false;
  std::deque<std::string> heard_;
  std::vector<std::string> over_;
};

class WebSocketTest : public testing::Test {
 protected:
  WebSocketOptions options(const std::string& path = "/link?ticket=1") const {
    WebSocketOptions wanted;
    wanted.url = "wss://localhost:" + std::to_string(server_.port()) + path;
    return wanted;
  }
  std::shared_ptr<fakes::WebSocketPeer> connect(WebSocketOptions wanted) {
    line_.open(std::move(wanted));
    EXPECT_TRUE(line_.is_open());
    return server_.next_peer();
  }
  std::shared_ptr<fakes::WebSocketPeer> connect() { return connect(options()); }
  std::string end_of(const WebSocketOptions& wanted, const ProxyRules& rules = {}) {
    Line line(clock_);
    line.open(wanted, rules);
    return line.why_over();
  }

  const fakes::Certificate certificate_ = fakes::make_certificate("DNS:localhost,IP:127.0.0.1,DNS:slack.example");
  const fakes::Trust trust_{certificate_.authority};
  fakes::FakeClock clock_;
  fakes::WebSocketServer server_{certificate_, [](const std::string& target) { return target == "/gone" ? 404 : 101; }};
  Line line_{clock_};
};

TEST_F(WebSocketTest, CarriesTextBothWaysInOrder) {
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  EXPECT_EQ(peer->target(), "/link?ticket=1");
  EXPECT_EQ(peer->header("User-Agent"), "allybot");
  EXPECT_EQ(peer->header("Host"), "localhost:" + std::to_string(server_.port()));
  for (const char* text : {"one", "", "three \xE2\x9C\x93"}) {
    peer->say(text);
    EXPECT_TRUE(line_.send(text));
  }
  for (const char* text : {"one", "", "three \xE2\x9C\x93"}) {
    EXPECT_EQ(line_.next(), text);
    EXPECT_EQ(peer->next(), text);
  }
}

TEST_F(WebSocketTest, TakesAnAddressInNumbers) {
  WebSocketOptions wanted = options();
  wanted.url = "wss://127.0.0.1:" + std::to_string(server_.port());
  const auto peer = connect(wanted);
  ASSERT_NE(peer, nullptr);
  EXPECT_EQ(peer->target(), "/");
}

TEST_F(WebSocketTest, OpensNoAddressOfAnotherKind) {
  for (const char* address : {"ws://localhost/", "https://localhost/", "wss://", "wss://a b/", "wss://me@localhost/", ""}) {
    WebSocketOptions wanted;
    wanted.url = address;
    EXPECT_EQ(end_of(wanted), "address") << address;
  }
}

TEST_F(WebSocketTest, VerifiesWhoAnswers) {
  const auto other = fakes::make_certificate("DNS:other.example");
  {
    const fakes::WebSocketServer stranger(fakes::make_certificate("DNS:localhost"));  // of an authority nobody trusts
    WebSocketOptions wanted = options();
    wanted.url = "wss://localhost:" + std::to_string(stranger.port()) + "/";
    EXPECT_EQ(end_of(wanted), "tls");
  }
  {
    const fakes::Trust trust(certificate_.authority + other.authority);
    const fakes::WebSocketServer another(other);
    WebSocketOptions wanted = options();
    wanted.url = "wss://localhost:" + std::to_string(another.port()) + "/";
    EXPECT_EQ(end_of(wanted), "tls");
  }
}

TEST_F(WebSocketTest, GoesThroughTheProxy) {
  fakes::ConnectProxy proxy(server_.port());
  proxy.want_password();
  const auto rules = ProxyRules::parse("http://me:FAKE%3Asecret@127.0.0.1:" + std::to_string(proxy.port()), "").value();
  WebSocketOptions wanted;
  wanted.url = "wss://slack.example/link";
  line_.open(wanted, rules);
  ASSERT_TRUE(line_.is_open());
  const auto peer = server_.next_peer();
  ASSERT_NE(peer, nullptr);
  peer->say("through");
  EXPECT_EQ(line_.next(), "through");
  EXPECT_EQ(proxy.asked(), std::vector<std::string>{"slack.example:443"});
  proxy.cut();
  EXPECT_EQ(line_.why_over(), "cut");
}

TEST_F(WebSocketTest, EndsWhenTheProxyDoesNotLetItThrough) {
  WebSocketOptions wanted;
  wanted.url = "wss://slack.example/link";
  wanted.open_within = milliseconds(500);
  const auto end = [&](const std::function<void(fakes::ConnectProxy&)>& set) {
    fakes::ConnectProxy proxy(server_.port());
    set(proxy);
    return end_of(wanted, ProxyRules::parse("http://127.0.0.1:" + std::to_string(proxy.port()), "").value());
  };
  EXPECT_EQ(end([](fakes::ConnectProxy& proxy) { proxy.want_password(); }), "proxy");
  EXPECT_EQ(end([](fakes::ConnectProxy& proxy) { proxy.refuse_with(503); }), "proxy");
  EXPECT_EQ(end([](fakes::ConnectProxy& proxy) { proxy.stay_silent(); }), "timeout");
  EXPECT_EQ(end([](fakes::ConnectProxy& proxy) { proxy.close_after_yes(); }), "tls");
}

TEST_F(WebSocketTest, EndsWhenNobodyListensOrNobodySpeaks) {
  WebSocketOptions wanted = options();
  wanted.open_within = milliseconds(300);
  {
    const fakes::Listener silent;
    wanted.url = "wss://localhost:" + std::to_string(silent.port()) + "/";
    EXPECT_EQ(end_of(wanted), "timeout");
  }
  EXPECT_EQ(end_of(wanted), "refused");
  EXPECT_EQ(end_of(options("/gone")), "http_404");
}

TEST_F(WebSocketTest, AsksInSilenceAndStaysWhenItIsAnswered) {
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  for (int i = 0; i < 5; ++i) {
    clock_.advance(seconds(6));
    const int before = peer->pings();
    while (peer->pings() == before) std::this_thread::yield();
    peer->say("after the pong");
    EXPECT_EQ(line_.next(), "after the pong");
  }
  EXPECT_EQ(line_.times_over(), 0U);
}

TEST_F(WebSocketTest, AnswersPings) {
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  clock_.advance(seconds(4));
  peer->ping();
  peer->say("x");
  EXPECT_EQ(line_.next(), "x");
  clock_.advance(seconds(14));  // short of fifteen since the ping
  EXPECT_TRUE(line_.send("still here"));
  EXPECT_EQ(peer->next(), "still here");
}

TEST_F(WebSocketTest, EndsWhenTheOtherEndFallsSilent) {
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  peer->fall_silent();
  peer->say("last words");
  EXPECT_EQ(line_.next(), "last words");
  clock_.advance(seconds(16));
  EXPECT_EQ(line_.why_over(), "silent");
  EXPECT_FALSE(line_.send("x"));
}

TEST_F(WebSocketTest, RefusesWhatIsTooLargeOrNoText) {
  WebSocketOptions wanted = options();
  wanted.most_message_bytes = 1000;
  {
    const auto peer = connect(wanted);
    ASSERT_NE(peer, nullptr);
    peer->say(std::string(1000, 'x'));
    EXPECT_EQ(line_.next().size(), 1000U);
    peer->say(std::string(1001, 'x'));
    EXPECT_EQ(line_.why_over(), "too_large");
  }
  Line other(clock_);
  other.open(options());
  const auto peer = server_.next_peer();
  ASSERT_NE(peer, nullptr);
  peer->say_binary("\x01");
  EXPECT_EQ(other.why_over(), "not_text");
}

TEST_F(WebSocketTest, KeepsNoMoreThanItsBoundForOneWhoDoesNotRead) {
  WebSocketOptions wanted = options();
  wanted.most_waiting_bytes = 1000;
  ASSERT_NE(connect(wanted), nullptr);
  line_.on_loop([this] {  // nothing is written before the loop comes back
    EXPECT_TRUE(line_.socket().send(std::string(600, 'x')));
    EXPECT_TRUE(line_.socket().send(std::string(400, 'x')));
    EXPECT_FALSE(line_.socket().send("x"));
  });
  EXPECT_EQ(line_.why_over(), "too_slow");
}

TEST_F(WebSocketTest, SaysGoodbyeAfterWhatWaits) {
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  line_.on_loop([this] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(line_.socket().send(std::to_string(i)));
    line_.socket().close();
    EXPECT_FALSE(line_.socket().send("too late"));
  });
  EXPECT_EQ(line_.why_over(), "closed");
  for (int i = 0; i < 50; ++i) EXPECT_EQ(peer->next(), std::to_string(i));
  EXPECT_EQ(peer->next(), std::nullopt);
}

TEST_F(WebSocketTest, WaitsForAGoodbyeOnlySoLong) {
  WebSocketOptions wanted = options();
  wanted.close_within = milliseconds(100);
  const auto peer = connect(wanted);
  ASSERT_NE(peer, nullptr);
  peer->fall_silent();
  peer->say("x");
  EXPECT_EQ(line_.next(), "x");
  line_.close();
  EXPECT_EQ(line_.why_over(), "closed");
}

TEST_F(WebSocketTest, TellsAGoodbyeFromACut) {
  const auto first = connect();
  ASSERT_NE(first, nullptr);
  first->goodbye();
  EXPECT_EQ(line_.why_over(), "closed");
  Line other(clock_);
  other.open(options());
  const auto second = server_.next_peer();
  ASSERT_NE(second, nullptr);
  second->cut();
  EXPECT_EQ(other.why_over(), "cut");
  EXPECT_EQ(line_.times_over(), 1U);
}

TEST_F(WebSocketTest, MayBeDestroyedByItsUserAndTellsNothingMore) {
  line_.hangs_up_when_heard = true;
  const auto peer = connect();
  ASSERT_NE(peer, nullptr);
  peer->say("one");
  peer->say("two");
  EXPECT_EQ(line_.next(), "one");
  EXPECT_TRUE(peer->is_over());
  EXPECT_EQ(line_.times_over(), 0U);
}

TEST_F(WebSocketTest, MayBeDestroyedWhileItOpens) {
  for (int i = 0; i < 20; ++i) {
    Line line(clock_);
    line.open(options());
    for (int turn = 0; turn < i; ++turn) std::this_thread::yield();
    line.hang_up();
    EXPECT_EQ(line.times_over(), 0U);
  }
}

}  // namespace
}  // namespace allybot::http
