#include "tests/fakes/fake_platform.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/fakes/socket.h"

namespace allybot::fakes {
namespace {

std::string post(const FakePlatform& platform, const std::string& path, const std::string& body) {
  Socket socket = Socket::connect(platform.port());
  EXPECT_TRUE(socket.is_open());
  EXPECT_TRUE(socket.write("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body));
  return socket.read_to_end().value_or("TIMED OUT");
}

TEST(FakePlatform, FollowsItsScriptThenTheDefault) {
  FakePlatform platform;
  platform.on_post("/api/post").reply(429, {{"Retry-After", "7"}}).close_after_reading().reply(200, "{}");
  platform.otherwise([](const Call& call) { return http::text_response(200, "default " + call.body); });
  EXPECT_NE(
      post(platform, "/api/post", "1").find("429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: 7\r\n"),
      std::string::npos);
  EXPECT_EQ(post(platform, "/api/post", "2"), "");
  EXPECT_NE(post(platform, "/api/post", "3").find("\r\n\r\n{}"), std::string::npos);
  EXPECT_NE(post(platform, "/api/post", "4").find("default 4"), std::string::npos);
}

TEST(FakePlatform, KeepsALogOfAllCallsInOrder) {
  FakePlatform platform;
  platform.on_post("/a").close_after_reading().reply(200);
  post(platform, "/a?x=1", "one");
  post(platform, "/b", "two");
  post(platform, "/a", "three");
  const auto calls = platform.calls();
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].method, "POST");
  EXPECT_EQ(calls[0].path, "/a");
  EXPECT_EQ(calls[0].query, "x=1");
  EXPECT_EQ(calls[0].body, "one");
  EXPECT_EQ(calls[0].headers.only("host"), "x");
  EXPECT_FALSE(calls[0].answered);
  EXPECT_TRUE(calls[2].answered);
  EXPECT_EQ(platform.count("/a"), 2U);
  EXPECT_TRUE(platform.wait_for("/b", 1));
  EXPECT_FALSE(platform.wait_for("/b", 2, std::chrono::milliseconds(1)));
  platform.forget_calls();
  EXPECT_TRUE(platform.calls().empty());
}

TEST(FakePlatform, ClosesHangsAndWritesGarbage) {
  FakePlatform platform;
  std::atomic<int> handled{0};
  platform.otherwise([&](const Call&) { return ++handled, http::empty_response(); });
  platform.on_post("/a")
      .close_before_reply()
      .close_after_handling()
      .hang(std::chrono::milliseconds(1))
      .write_and_close("garbage");
  EXPECT_EQ(post(platform, "/a", ""), "");
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(post(platform, "/a", ""), "");
  EXPECT_EQ(handled, 1);
  EXPECT_EQ(post(platform, "/a", ""), "");
  EXPECT_EQ(post(platform, "/a", ""), "garbage");
  EXPECT_EQ(handled, 1);
}

TEST(FakePlatform, SaysWhenItWasNotToldWhatToAnswer) {
  const FakePlatform platform;
  EXPECT_NE(post(platform, "/unknown", "").find("404 Not Found"), std::string::npos);
}

TEST(FakePlatform, ReadsChunksAndKeepsConnections) {
  FakePlatform platform;
  platform.otherwise([](const Call& call) { return http::text_response(200, "got " + call.body + ";"); });
  Socket socket = Socket::connect(platform.port());
  ASSERT_TRUE(
      socket.write("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                   "GET /b HTTP/1.1\r\nConnection: close\r\n\r\n"));
  const std::string answers = socket.read_to_end().value_or("TIMED OUT");
  EXPECT_NE(answers.find("got abcde;"), std::string::npos);
  EXPECT_NE(answers.find("got ;"), std::string::npos);
  EXPECT_EQ(platform.calls().at(0).connection, platform.calls().at(1).connection);
}

TEST(FakePlatform, RefusesWhileAwayAndComesBackOnItsPort) {
  FakePlatform platform;
  platform.otherwise([](const Call&) { return http::empty_response(); });
  Socket kept = Socket::connect(platform.port());
  const int port = platform.port();
  platform.stop_listening();
  EXPECT_EQ(kept.read_to_end(), "");
  EXPECT_FALSE(Socket::connect(port).is_open());
  platform.listen_again();
  EXPECT_EQ(platform.port(), port);
  EXPECT_NE(post(platform, "/", "").find("200 OK"), std::string::npos);
}

TEST(FakePlatform, EndsWhileACallHangs) {
  Socket socket;
  {
    FakePlatform platform;
    platform.on_post("/a").hang(std::chrono::hours(1));
    socket = Socket::connect(platform.port());
    ASSERT_TRUE(socket.write("POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
    ASSERT_TRUE(platform.wait_for("/a", 1));
  }
  EXPECT_EQ(socket.read_to_end(), "");
}

}  // namespace
}  // namespace allybot::fakes
