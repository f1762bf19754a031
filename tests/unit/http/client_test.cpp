#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>

#include "bot/http/message.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/socket.h"

namespace allybot::http {
namespace {

using fakes::Call;
using fakes::FakePlatform;
using Kind = ClientOutcome::Kind;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

class Sends : public testing::Test {
 protected:
  ClientRequest post(const std::string& path, const std::string& body = "{}") const {
    ClientRequest request;
    request.url = platform.url() + path;
    request.content_type = "application/json";
    request.body = body;
    return request;
  }
  ClientOutcome send(const ClientRequest& request) { return client->send(request); }

  FakePlatform platform;
  std::unique_ptr<Client> client = make_client();
};

TEST_F(Sends, ARequestAndReadsTheAnswer) {
  platform.on_post("/api/post").reply(201, {{"X-One", "1"}, {"Retry-After", "7"}}, R"({"ok":true})");
  ClientRequest request = post("/api/post?a=b%2Fc&d", "{\"text\":\"caf\xC3\xA9\"}");
  request.headers.add("Authorization", "Bearer FAKE");
  const auto outcome = send(request);
  ASSERT_EQ(outcome.kind, Kind::Answered) << outcome.why;
  EXPECT_EQ(outcome.status, 201);
  EXPECT_EQ(outcome.headers.only("retry-after"), "7");
  EXPECT_EQ(outcome.body, R"({"ok":true})");
  const Call call = platform.calls().at(0);
  EXPECT_EQ(call.path, "/api/post");
  EXPECT_EQ(call.query, "a=b%2Fc&d");
  EXPECT_EQ(call.body, "{\"text\":\"caf\xC3\xA9\"}");
  EXPECT_EQ(call.headers.only("authorization"), "Bearer FAKE");
  EXPECT_EQ(call.headers.only("content-type"), "application/json");
  EXPECT_EQ(call.headers.only("user-agent"), "allybot");
  EXPECT_EQ(call.headers.only("host"), "127.0.0.1:" + std::to_string(platform.port()));
}

TEST_F(Sends, EveryMethod) {
  platform.otherwise([](const Call& call) { return text_response(200, call.method); });
  for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
    ClientRequest request = post("/x", method == Method::Get ? "" : "{}");
    request.method = method;
    EXPECT_EQ(send(request).body, name_of(method));
  }
  ClientRequest request = post("/x", "");
  request.method = Method::Head;
  EXPECT_EQ(send(request).status, 200);
  request.method = Method::Other;
  EXPECT_EQ(send(request).why, "method");
}

TEST_F(Sends, OverOneKeptConnection) {
  platform.otherwise([](const Call&) { return json_response("{}"); });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(post("/x")).kind, Kind::Answered);
  for (const Call& call : platform.calls()) EXPECT_EQ(call.connection, 1U);
}

TEST_F(Sends, FollowsNoRedirect) {
  platform.on_post("/from").reply(302, {{"Location", platform.url() + "/to"}});
  const auto outcome = send(post("/from"));
  EXPECT_EQ(outcome.kind, Kind::Answered);
  EXPECT_EQ(outcome.status, 302);
  EXPECT_EQ(platform.count("/to"), 0U);
}

TEST_F(Sends, AnswersOfFailureAreAnswers) {
  platform.on_post("/x").reply(429, {{"Retry-After", "30"}}).reply(500).reply(503, "busy").reply(400, R"({"ok":false})");
  for (const int status : {429, 500, 503, 400}) {
    const auto outcome = send(post("/x"));
    EXPECT_EQ(outcome.kind, Kind::Answered);
    EXPECT_EQ(outcome.status, status);
  }
}

TEST_F(Sends, NothingWhenNobodyListens) {
  platform.stop_listening();
  const auto outcome = send(post("/x"));
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "refused");
}

TEST_F(Sends, NothingWhenTheNameIsUnknown) {
  ClientRequest request = post("/x");
  request.url = "https://" + std::string(64, 'x') + ".invalid/x";  // longer than any label: not even asked for
  EXPECT_EQ(send(request).kind, Kind::NeverLeft);
}

TEST_F(Sends, NothingWhenConnectingTakesTooLong) {
  // A listener with a full queue drops what comes: the other side seems to be silent.
  fakes::Listener full;
  ASSERT_EQ(::listen(full.descriptor(), 0), 0);
  std::vector<fakes::Socket> queued;
  for (int i = 0; i < 8; ++i) queued.push_back(fakes::Socket::start_connecting(full.port()));
  ClientRequest request = post("/x");
  request.url = "http://127.0.0.1:" + std::to_string(full.port()) + "/x";
  request.connect_timeout = milliseconds(100);
  const auto start = Steady::now();
  const auto outcome = send(request);
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "timeout");
  EXPECT_LT(Steady::now() - start, std::chrono::seconds(5));
}

TEST_F(Sends, NothingToAddressesItMayNotUse) {
  for (const auto& [url, why] : {std::pair{"http://slack.com/api", "insecure"},
                                 {"http://10.0.0.1/", "insecure"},
                                 {"ftp://localhost/", "address"},
                                 {"https://user@slack.com/", "address"},
                                 {"", "address"},
                                 {"http://127.0.0.1.evil.example/", "insecure"}}) {
    ClientRequest request = post("/x");
    request.url = url;
    const auto outcome = send(request);
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << url;
    EXPECT_EQ(outcome.why, why) << url;
  }
}

TEST_F(Sends, NothingWithALineBreakInAHeader) {
  for (const char* value : {"a\r\nX: b", "a\nb", "a\r"}) {
    ClientRequest request = post("/x");
    request.headers.add("X-Text", value);
    EXPECT_EQ(send(request).why, "header");
  }
  ClientRequest request = post("/x");
  request.content_type = "text/plain\r\nX: b";
  EXPECT_EQ(send(request).why, "header");
  EXPECT_TRUE(platform.calls().empty());
}

TEST_F(Sends, IntoTheUnknownWhenTheOtherSideClosesAfterReading) {
  platform.on_post("/x").close_after_reading();
  const auto outcome = send(post("/x"));
  EXPECT_EQ(outcome.kind, Kind::Unknown);
  EXPECT_EQ(outcome.why, "cut");
  EXPECT_EQ(platform.count("/x"), 1U);
}

TEST_F(Sends, IntoTheUnknownWhenItClosesBeforeAnAnswer) {
  platform.on_post("/x").close_before_reply();
  const auto outcome = send(post("/x", std::string(100000, 'x')));
  EXPECT_EQ(outcome.kind, Kind::Unknown);
  EXPECT_EQ(outcome.why, "cut");
}

TEST_F(Sends, IntoTheUnknownWhenItHangs) {
  platform.on_post("/x").hang(std::chrono::minutes(1));
  ClientRequest request = post("/x");
  request.total_timeout = milliseconds(80);
  const auto start = Steady::now();
  const auto outcome = send(request);
  EXPECT_EQ(outcome.kind, Kind::Unknown);
  EXPECT_EQ(outcome.why, "timeout");
  EXPECT_GE(Steady::now() - start, milliseconds(80));
  EXPECT_LT(Steady::now() - start, std::chrono::seconds(5));
}

TEST_F(Sends, IntoTheUnknownWhenTheAnswerTricklesForEver) {
  // A server of bytes without end, each of them in time for a timeout that starts anew.
  fakes::Listener listener;
  std::atomic<bool> over{false};
  std::thread trickling([&] {
    auto socket = listener.accept();
    std::string request;
    if (!socket || !socket->write("HTTP/1.1 200 OK\r\nX: ")) return;
    while (!over && socket->write("x") && socket->read_some(request, milliseconds(5)) != fakes::Socket::Read::Closed) {
    }
  });
  ClientRequest request = post("/x");
  request.url = "http://127.0.0.1:" + std::to_string(listener.port()) + "/x";
  request.total_timeout = milliseconds(120);
  const auto start = Steady::now();
  const auto outcome = send(request);
  EXPECT_EQ(outcome.kind, Kind::Unknown);
  EXPECT_EQ(outcome.why, "timeout");
  EXPECT_LT(Steady::now() - start, std::chrono::seconds(5));
  over = true;
  trickling.join();
}

TEST_F(Sends, IntoTheUnknownWhenTheAnswerIsNoAnswer) {
  for (const char* bytes : {"garbage\r\n\r\n", "\x16\x03\x01", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 200 OK\r\nContent-Ty"}) {
    platform.on_post("/x").write_and_close(bytes);
    const auto outcome = send(post("/x"));
    EXPECT_EQ(outcome.kind, Kind::Unknown) << bytes;
    EXPECT_EQ(outcome.why, "cut") << bytes;
  }
}

TEST_F(Sends, IntoTheUnknownWhenTheFirstLineNeverEnds) {
  platform.on_post("/x").write_and_close(std::string(4U << 20U, 'x') + "\r\n\r\n");
  EXPECT_EQ(send(post("/x")).kind, Kind::Unknown);
}

TEST_F(Sends, IntoTheUnknownWhenTheAnswerIsTooLarge) {
  ClientRequest request = post("/x");
  request.most_body_bytes = 1000;
  platform.on_post("/x")
      .reply(200, std::string(1000, 'x'))
      .reply(200, std::string(1001, 'x'))
      .write_and_close("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n")
      .write_and_close("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'));
  EXPECT_EQ(send(request).body.size(), 1000U);
  for (int i = 0; i < 3; ++i) {
    const auto outcome = send(request);
    EXPECT_EQ(outcome.kind, Kind::Unknown);
    EXPECT_EQ(outcome.why, "too_large");
    EXPECT_EQ(outcome.body, "");
  }
}

TEST_F(Sends, OnANewConnectionWhenTheKeptOneWasClosed) {
  platform.otherwise([](const Call&) { return json_response("{}"); });
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(send(post("/x")).kind, Kind::Answered) << i;
    platform.close_connections();
  }
  EXPECT_EQ(platform.count("/x"), 20U);
}

TEST_F(Sends, NothingOnAKeptConnectionOfAPlatformThatWentAway) {
  platform.otherwise([](const Call&) { return json_response("{}"); });
  EXPECT_EQ(send(post("/x")).kind, Kind::Answered);
  platform.stop_listening();
  const auto outcome = send(post("/x"));
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "refused");
  platform.listen_again();
  EXPECT_EQ(send(post("/x")).kind, Kind::Answered);
}

TEST_F(Sends, IntoTheUnknownWhenAKeptConnectionDiesUnderARequest) {
  platform.on_post("/x").reply(200).close_after_reading().reply(200);
  EXPECT_EQ(send(post("/x")).kind, Kind::Answered);
  EXPECT_EQ(send(post("/x")).kind, Kind::Unknown);
  EXPECT_EQ(send(post("/x")).kind, Kind::Answered);
  EXPECT_EQ(platform.count("/x"), 3U);  // nothing was sent twice
}

TEST_F(Sends, NothingTwiceAndKeepsFewConnections) {
  std::atomic<int> answered{0};
  platform.otherwise([](const Call&) { return json_response("{}"); });
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round)
        if (send(post("/x")).kind == Kind::Answered) ++answered;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 16 * 20);
  EXPECT_EQ(platform.count("/x"), 16U * 20U);
  for (const Call& call : platform.calls()) EXPECT_LE(call.connection, 8U);
}

TEST_F(Sends, NothingWhenAllConnectionsAreBusyForTooLong) {
  for (int i = 0; i < 8; ++i) platform.on_post("/slow").hang(std::chrono::minutes(1));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      ClientRequest request = post("/slow");
      request.total_timeout = std::chrono::seconds(20);
      send(request);
    });
  EXPECT_TRUE(platform.wait_for("/slow", 8));
  ClientRequest request = post("/x");
  request.total_timeout = milliseconds(30);
  const auto outcome = send(request);
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "busy");
  platform.close_connections();
  platform.stop_listening();
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Sends, NothingWhenTheOtherSideSpeaksNoTls) {
  ClientRequest request = post("/x");
  request.url = "https://127.0.0.1:" + std::to_string(platform.port()) + "/x";
  request.connect_timeout = milliseconds(300);
  request.total_timeout = milliseconds(600);
  EXPECT_EQ(send(request).kind, Kind::NeverLeft);
  EXPECT_TRUE(platform.calls().empty());
}

}  // namespace
}  // namespace allybot::http
