#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "tests/fakes/capturing_log.h"
#include "tests/unit/http/receiver_fixture.h"

namespace allybot::http {
namespace {

using fakes::RawClient;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr const char* kHalfHeader = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Ty";
constexpr const char* kHalfBody =
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nabc";

// Sanitizers keep memory of their own for each byte and thread.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ALLYBOT_SANITIZED true
#endif
#endif
#if !defined(ALLYBOT_SANITIZED) && (defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__))
#define ALLYBOT_SANITIZED true
#endif
#if !defined(ALLYBOT_SANITIZED)
#define ALLYBOT_SANITIZED false
#endif
constexpr bool kSanitized = ALLYBOT_SANITIZED;

std::size_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      std::size_t kib = 0;
      status >> kib;
      return kib;
    }
  return 0;
}

class Slow : public ReceiverTest {
 protected:
  void SetUp() override {}  // each test listens with options of its own

  /// Until the gauge says that so many are open. It is told now and then; fresh requests pace the waiting.
  void wait_for_connections(double least, double most) {
    const auto deadline = Steady::now() + std::chrono::seconds(10);
    const auto there = [&] { return metrics.value("http_connections") >= least && metrics.value("http_connections") <= most; };
    while (!there() && Steady::now() < deadline) answers_fresh();
    EXPECT_TRUE(there()) << metrics.value("http_connections");
  }

  std::vector<RawClient> open(std::size_t count, std::string_view first) {
    std::vector<RawClient> all;
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(client());
      EXPECT_TRUE(all.back().is_connected());
      EXPECT_TRUE(all.back().send(first));
    }
    return all;
  }
};

TEST_F(Slow, AHeaderThatNeverEndsIsGivenUp) {
  ReceiverOptions options;
  options.header_timeout = milliseconds(60);
  listen_with(options);
  auto one = client();
  ASSERT_TRUE(one.send(kHalfHeader));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 408);
  EXPECT_TRUE(one.is_closed());
  EXPECT_TRUE(answers_fresh());
}

TEST_F(Slow, ABodyThatNeverEndsIsGivenUpHoweverOftenAByteComes) {
  ReceiverOptions options;
  options.body_timeout = milliseconds(60);
  listen_with(options);
  auto one = client();
  ASSERT_TRUE(one.send(kHalfBody));
  std::string got;
  const auto start = Steady::now();
  // One more byte each time nothing has come for 5 ms: it must not buy more time.
  while (one.socket().read_some(got, milliseconds(5)) == fakes::Socket::Read::TimedOut &&
         Steady::now() - start < std::chrono::seconds(10))
    one.send("x");
  EXPECT_EQ(got.substr(0, 12), "HTTP/1.1 408");
  EXPECT_LT(Steady::now() - start, std::chrono::seconds(5));
}

TEST_F(Slow, AnIdleConnectionIsClosedWithoutAWord) {
  ReceiverOptions options;
  options.idle_timeout = milliseconds(60);
  listen_with(options);
  auto fresh = client();
  auto used = client();
  ASSERT_TRUE(used.send(RawClient::get("/healthz")));
  EXPECT_EQ(used.answer().value().status, 200);
  EXPECT_TRUE(fresh.is_closed());
  EXPECT_TRUE(used.is_closed());
}

TEST_F(Slow, AReaderThatTakesNothingIsGivenUp) {
  ReceiverOptions options;
  options.body_timeout = milliseconds(60);
  listen_with(options);
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/large")));
  std::string first;
  ASSERT_EQ(one.socket().read_some(first), fakes::Socket::Read::Some);
  // Nothing is read until the receiver has given up; then what was on its way comes, and the end.
  wait_for_connections(1, 10);
  wait_for_connections(0, 0);
  const auto rest = one.socket().read_to_end();
  ASSERT_TRUE(rest.has_value());
  EXPECT_LT(rest->size(), 8U << 20U);
}

TEST_F(Slow, AHandlerMayTakeItsTime) {
  ReceiverOptions options;
  options.header_timeout = options.body_timeout = options.idle_timeout = milliseconds(20);
  listen_with(options);
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/later")));
  auto responders = parked.take(1);
  ASSERT_EQ(responders.size(), 1U);
  auto idle = client();
  EXPECT_TRUE(idle.is_closed());  // by now every timeout has passed
  responders[0](text_response(200, "at last"));
  EXPECT_EQ(one.answer().value().body, "at last");
}

TEST_F(Slow, CrowdsOfThemDelayNobody) {
  listen_with(patient());
  const std::size_t before = resident_kib();
  auto idle = open(500, "");
  auto half_sent = open(500, kHalfHeader);
  auto trickling = open(500, kHalfBody);
  std::vector<std::chrono::microseconds> times;
  for (int round = 0; round < 100; ++round) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(trickling[static_cast<std::size_t>(round * 5 + i)].send("x"));
    const auto start = Steady::now();
    ASSERT_TRUE(answers_fresh()) << round;
    times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start));
  }
  std::sort(times.begin(), times.end());
  const std::size_t grown = resident_kib() - std::min(before, resident_kib());
  RecordProperty("p50_us", static_cast<int>(times[50].count()));
  RecordProperty("p99_us", static_cast<int>(times[98].count()));
  RecordProperty("grown_kib", static_cast<int>(grown));
  std::cout << "1,500 slow connections: fresh request p50 " << times[50].count() << " us, p99 " << times[98].count()
            << " us, memory grown by " << grown << " KiB\n";
  EXPECT_LT(times[98], std::chrono::milliseconds(500));
  EXPECT_LT(grown, kSanitized ? 512U << 10U : 32U << 10U);
  // They are served all the same, once they get on.
  ASSERT_TRUE(half_sent[7].send("pe: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\nok"));
  EXPECT_EQ(half_sent[7].answer().value().body, "ok");
  ASSERT_TRUE(idle[9].send(RawClient::get("/healthz")));
  EXPECT_EQ(idle[9].answer().value().status, 200);
}

TEST_F(Slow, TheOneIdleTheLongestMakesRoom) {
  ReceiverOptions options;
  options.most_connections = 3;
  options.threads = 1;  // with two, which of them noted its answer first is chance
  listen_with(options);
  std::vector<RawClient> all;
  for (int i = 0; i < 3; ++i) {
    all.push_back(client());
    ASSERT_TRUE(all.back().send(RawClient::get("/healthz")));
    ASSERT_TRUE(all.back().answer().has_value());
  }
  // The first one is used again, so the second is idle the longest.
  ASSERT_TRUE(all[0].send(RawClient::get("/healthz")));
  ASSERT_TRUE(all[0].answer().has_value());
  auto fourth = client();
  ASSERT_TRUE(fourth.send(RawClient::get("/healthz")));
  EXPECT_EQ(fourth.answer().value().status, 200);
  EXPECT_TRUE(all[1].is_closed());
  for (RawClient* one : {&all[0], &all[2], &fourth}) {
    ASSERT_TRUE(one->send(RawClient::get("/healthz")));
    EXPECT_TRUE(one->answer().has_value());
  }
}

TEST_F(Slow, HalfSentOnesMakeRoomToo) {
  ReceiverOptions options;
  options.most_connections = 20;
  listen_with(options);
  auto half_sent = open(100, kHalfHeader);
  // Who of those that came in the same instant goes is nobody's business; a moment later the fresh ones stay.
  wait_for_connections(1, 20);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(answers_fresh()) << i;
}

TEST_F(Slow, NobodyWhoIsBeingAnsweredMakesRoom) {
  ReceiverOptions options;
  options.most_connections = 2;
  listen_with(options);
  auto one = client();
  auto other = client();
  ASSERT_TRUE(one.send(RawClient::get("/later")));
  ASSERT_TRUE(other.send(RawClient::get("/later")));
  auto responders = parked.take(2);
  ASSERT_EQ(responders.size(), 2U);
  auto third = client();
  EXPECT_TRUE(third.is_closed());
  for (Responder& respond : responders) respond(text_response(200, "kept"));
  EXPECT_EQ(one.answer().value().body, "kept");
  EXPECT_EQ(other.answer().value().body, "kept");
}

TEST_F(Slow, SurvivesRunningOutOfDescriptors) {
  const fakes::CapturingLog log;
  listen_with(patient());
  auto idle = open(30, "");
  for (RawClient& one : idle) {
    ASSERT_TRUE(one.send(RawClient::get("/healthz")));
    ASSERT_TRUE(one.answer().has_value());
  }
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = 512;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  std::vector<int> filling;
  for (int copy = ::dup(0); copy >= 0; copy = ::dup(0)) filling.push_back(copy);
  ASSERT_FALSE(filling.empty());
  ::close(filling.back());  // for the client; nothing is left for the receiver's side
  filling.pop_back();
  auto late = client();
  EXPECT_TRUE(late.is_connected() && late.send(RawClient::get("/healthz")));
  const auto answer = late.answer();
  for (const int copy : filling) ::close(copy);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(log.has("accept_failed"));
  ASSERT_TRUE(answer.has_value());  // an idle connection made room
  EXPECT_EQ(answer->status, 200);
  EXPECT_TRUE(answers_fresh());
}

}  // namespace
}  // namespace allybot::http
