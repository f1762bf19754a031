#include <gtest/gtest.h>

#include "tests/fakes/capturing_log.h"
#include "tests/unit/http/receiver_fixture.h"

namespace allybot::http {
namespace {

using fakes::RawClient;
class Receives : public ReceiverTest {};

TEST_F(Receives, AFormAndAnswersWithItsBytes) {
  auto one = client();
  const std::string body("text=tip%20about&x=\0\xff", 22);
  ASSERT_TRUE(one.send(RawClient::post("/echo", body)));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, body);
  EXPECT_EQ(answer->headers.only("content-type"), "text/plain; charset=utf-8");
  EXPECT_TRUE(answer->headers.only("date").has_value());
  EXPECT_FALSE(answer->headers.only("connection").has_value());
}

TEST_F(Receives, ManyRequestsOnOneConnection) {
  auto one = client();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(one.send(RawClient::post("/echo", std::to_string(i))));
    const auto answer = one.answer();
    ASSERT_TRUE(answer.has_value()) << i;
    EXPECT_EQ(answer->body, std::to_string(i));
  }
}

TEST_F(Receives, RequestsSentWithoutWaitingInTheirOrder) {
  auto one = client();
  std::string all;
  for (int i = 0; i < 200; ++i) all += RawClient::post("/echo", "number " + std::to_string(i));
  ASSERT_TRUE(one.send(all));
  for (int i = 0; i < 200; ++i) {
    const auto answer = one.answer();
    ASSERT_TRUE(answer.has_value()) << i;
    EXPECT_EQ(answer->body, "number " + std::to_string(i));
  }
}

TEST_F(Receives, ARequestByteByByte) {
  auto one = client();
  for (const char byte : RawClient::post("/echo", "slowly")) ASSERT_TRUE(one.send({&byte, 1}));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, "slowly");
}

TEST_F(Receives, AFormOf64KiBAndOfTheLimitItself) {
  for (const std::size_t size : {std::size_t{64} << 10U, std::size_t{256} << 10U}) {
    auto one = client();
    ASSERT_TRUE(one.send(RawClient::post("/echo", std::string(size, 'p'))));
    const auto answer = one.answer();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body.size(), size);
  }
}

TEST_F(Receives, ChunksAsOneBody) {
  auto one = client();
  ASSERT_TRUE(
      one.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
               "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n" +
               RawClient::get("/healthz")));
  EXPECT_EQ(one.answer().value().body, "abcdefg");
  EXPECT_EQ(one.answer().value().body, "fine");
}

TEST_F(Receives, HeadLikeGetWithoutTheBody) {
  auto one = client();
  ASSERT_TRUE(one.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nHEAD /who HTTP/1.1\r\nHost: x\r\n\r\n"));
  const auto answer = one.answer(true);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.only("content-length"), "4");
  EXPECT_EQ(one.answer(true).value().headers.only("content-length"), std::to_string(std::string("127.0.0.1 HEAD").size()));
  one.socket().finish_writing();
  EXPECT_TRUE(one.is_closed());
}

TEST_F(Receives, PathsBelowAPrefixWithTheirQuery) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/files/a%2Fb?c=d&e")));
  EXPECT_EQ(one.answer().value().body, "/files/a%2Fb?c=d&e");
}

TEST_F(Receives, TheAddressOfTheOtherEnd) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/who")));
  EXPECT_EQ(one.answer().value().body, "127.0.0.1 GET");
}

TEST_F(Receives, AnEmptyAnswerAndALargeOne) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/nothing") + RawClient::get("/large") + RawClient::get("/healthz")));
  EXPECT_EQ(one.answer().value().status, 204);
  EXPECT_EQ(one.answer().value().body.size(), 8U << 20U);
  EXPECT_EQ(one.answer().value().body, "fine");
}

TEST_F(Receives, AndClosesWhenAsked) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/healthz", "Connection: close\r\n")));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->headers.only("connection"), "close");
  EXPECT_TRUE(one.is_closed());
}

TEST_F(Receives, OldClientsOnTheirTerms) {
  auto one = client();
  ASSERT_TRUE(one.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_EQ(one.answer().value().headers.only("connection"), "keep-alive");
  ASSERT_TRUE(one.send("GET /healthz HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(one.answer().value().headers.only("connection"), "close");
  EXPECT_TRUE(one.is_closed());
}

TEST_F(Receives, ARequestWhoseSenderStopsWritingAfterIt) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/healthz")));
  one.socket().finish_writing();
  EXPECT_EQ(one.answer().value().body, "fine");
  EXPECT_TRUE(one.is_closed());
}

TEST_F(Receives, BodiesThatWaitForPermission) {
  auto one = client();
  ASSERT_TRUE(one.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\nExpect: "
      "100-continue\r\n\r\n"));
  EXPECT_EQ(one.answer().value().status, 100);
  ASSERT_TRUE(one.send("abc"));
  EXPECT_EQ(one.answer().value().body, "abc");
  // Whoever does not wait for it is not told.
  ASSERT_TRUE(one.send(RawClient::post("/echo", "def", kForm, "Expect: 100-continue\r\n")));
  EXPECT_EQ(one.answer().value().body, "def");
}

TEST_F(Receives, NoBodyThatWouldBeRefused) {
  auto one = client();
  ASSERT_TRUE(one.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(one.answer().value().status, 413);
  EXPECT_EQ(status_of("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: tea\r\n\r\n"), 417);
}

TEST_F(Receives, NothingOfWhatAHandlerThrows) {
  const fakes::CapturingLog log;
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/throws") + RawClient::get("/throws-late") + RawClient::get("/healthz")));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->body, "Internal Server Error");
  for (const auto& [name, value] : answer->headers.all()) EXPECT_EQ(value.find("secret"), std::string::npos) << name;
  EXPECT_EQ(one.answer().value().body, "answered first");
  EXPECT_EQ(one.answer().value().body, "fine");
  EXPECT_TRUE(log.has("handler_failed"));
  EXPECT_EQ(log.all_text().find("secret"), std::string::npos);
}

TEST_F(Receives, AFiveHundredWhenAHandlerForgetsOrTalksNonsense) {
  const fakes::CapturingLog log;
  EXPECT_EQ(status_of(RawClient::get("/drops")), 500);
  EXPECT_EQ(status_of(RawClient::get("/nonsense")), 500);
  EXPECT_TRUE(log.has("status_unusable"));
}

TEST_F(Receives, OnlyTheFirstOfTwoAnswers) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::get("/twice") + RawClient::get("/healthz")));
  EXPECT_EQ(one.answer().value().body, "one");
  EXPECT_EQ(one.answer().value().body, "fine");
}

TEST_F(Receives, AndCounts) {
  EXPECT_EQ(status_of(RawClient::get("/healthz")), 200);
  EXPECT_EQ(status_of(RawClient::get("/files/a")), 200);
  EXPECT_EQ(status_of(RawClient::get("/files/b")), 200);
  EXPECT_EQ(status_of(RawClient::get("/nowhere/secret")), 404);
  EXPECT_EQ(status_of(RawClient::post("/healthz", "")), 405);
  EXPECT_EQ(status_of("garbage\r\n\r\n"), 400);
  EXPECT_EQ(metrics.value("http_requests{route=/healthz,status=2xx}"), 1);
  EXPECT_EQ(metrics.value("http_requests{route=/files/*,status=2xx}"), 2);
  EXPECT_EQ(metrics.value("http_requests{route=/healthz,status=4xx}"), 1);
  EXPECT_EQ(metrics.value("http_requests{route=none,status=4xx}"), 2);
  receiver->stop(std::chrono::seconds(5));
  EXPECT_EQ(metrics.value("http_connections"), 0);
}

TEST(Listen, FailsWithASentenceWhenThePortIsInUse) {
  NoMetrics metrics;
  const auto first = listen({}, {}, metrics);
  ASSERT_TRUE(first.has_value());
  ReceiverOptions same;
  same.port = (*first)->port();
  const auto second = listen(same, {}, metrics);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Code::Unavailable);
  EXPECT_EQ(second.error().for_log,
            "port " + std::to_string(same.port) + " on 127.0.0.1 is in use: stop the other program, or choose another port");
}

TEST(Listen, FailsWithASentenceWhenTheHostIsNone) {
  NoMetrics metrics;
  for (const char* host : {"192.0.2.1", "not a host", "256.0.0.1"}) {
    ReceiverOptions options;
    options.host = host;
    const auto got = listen(options, {}, metrics);
    ASSERT_FALSE(got.has_value()) << host;
    EXPECT_EQ(got.error().code, Code::Invalid) << got.error().for_log;
  }
  ReceiverOptions options;
  options.port = 65536;
  EXPECT_FALSE(listen(options, {}, metrics).has_value());
}

TEST(Listen, TakesThePortAgainAtOnce) {
  NoMetrics metrics;
  ReceiverOptions options;
  {
    auto first = listen(options, {}, metrics);
    ASSERT_TRUE(first.has_value());
    options.port = (*first)->port();
    RawClient one(options.port);
    ASSERT_TRUE(one.send(RawClient::get("/")));
    EXPECT_EQ(one.answer().value().status, 404);
  }
  EXPECT_TRUE(listen(options, {}, metrics).has_value());
}

}  // namespace
}  // namespace allybot::http
