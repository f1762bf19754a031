#include <gtest/gtest.h>

#include "tests/unit/http/receiver_fixture.h"

namespace allybot::http {
namespace {

using fakes::RawClient;
class Refuses : public ReceiverTest {
 protected:
  /// Sends `request`, whose body is another request, and sees that the body is never answered.
  void expect_refused_and_closed(const std::string& request, int status) {
    auto one = client();
    ASSERT_TRUE(one.send(request));
    const auto answer = one.answer();
    ASSERT_TRUE(answer.has_value()) << request.substr(0, 200);
    EXPECT_EQ(answer->status, status) << request.substr(0, 200);
    EXPECT_EQ(answer->headers.only("connection"), "close");
    one.socket().finish_writing();
    EXPECT_TRUE(one.is_closed()) << request.substr(0, 200);
  }
};

TEST_F(Refuses, InTheOrderOfTheContract) {
  const std::string large(200, 'x');
  EXPECT_EQ(status_of(RawClient::post("/nowhere", large, "text/plain", "Content-Encoding: gzip\r\n")), 404);
  EXPECT_EQ(status_of("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 300000\r\n\r\n"), 405);
  EXPECT_EQ(status_of("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 300000\r\n\r\n"), 415);
  EXPECT_EQ(status_of(RawClient::post("/small", large, kForm, "Content-Encoding: identity\r\n")), 415);
  EXPECT_EQ(status_of(RawClient::post("/small", large)), 413);
}

TEST_F(Refuses, AMethodAndSaysWhichAreAllowed) {
  auto one = client();
  ASSERT_TRUE(one.send("BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + RawClient::get("/echo")));
  auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 405);
  EXPECT_EQ(answer->headers.only("allow"), "GET, HEAD");
  answer = one.answer();  // a request without a body leaves the connection usable
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 405);
  EXPECT_EQ(answer->headers.only("allow"), "POST");
}

TEST_F(Refuses, AnUnreadBodyNeverBecomesARequest) {
  const std::string hidden = RawClient::get("/healthz");
  expect_refused_and_closed(RawClient::post("/nowhere", hidden), 404);
  expect_refused_and_closed(RawClient::post("/healthz", hidden), 405);
  expect_refused_and_closed(RawClient::post("/echo", hidden, "text/plain"), 415);
  expect_refused_and_closed(RawClient::post("/echo", hidden, kForm, "Content-Encoding: gzip\r\n"), 415);
  expect_refused_and_closed(RawClient::post("/small", std::string(101 - hidden.size() % 101, '\n') + hidden + hidden), 413);
  expect_refused_and_closed("POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 404);
  expect_refused_and_closed(
      "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden, 413);
}

TEST_F(Refuses, TooMuchInChunks) {
  const std::string head = "POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect_refused_and_closed(head + "65\r\n" + std::string(101, 'x') + "\r\n0\r\n\r\n" + RawClient::get("/healthz"), 413);
  std::string many = head;
  for (int i = 0; i < 101; ++i) many += "1\r\nx\r\n";
  expect_refused_and_closed(many + "0\r\n\r\n", 413);
}

TEST_F(Refuses, ALargeUploadSoThatTheAnswerCanBeRead) {
  auto one = client();
  ASSERT_TRUE(one.send(RawClient::post("/echo", std::string(4U << 20U, 'x'))));
  const auto answer = one.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 413);
  EXPECT_TRUE(one.is_closed());
}

TEST_F(Refuses, ADoubtfulEndOfTheBody) {
  const std::string hidden = "\r\n" + RawClient::get("/healthz");
  for (const char* headers : {"Content-Length: 0\r\nContent-Length: 40\r\n", "Content-Length: 40\r\nContent-Length: 40\r\n",
                              "Content-Length: 40, 40\r\n", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Content-Length: -1\r\n",
                              "Content-Length: 1e3\r\n", "Content-Length: 99999999999999999999999\r\n"})
    expect_refused_and_closed(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" + std::string(headers) + hidden,
        400);
}

TEST_F(Refuses, ABadRequestLine) {
  for (const char* request : {"garbage\r\n\r\n", "GET\r\n\r\n", "GET /healthz\r\n\r\n", "GET /healthz HTTP/3.0\r\n\r\n",
                              "GET /health z HTTP/1.1\r\nHost: x\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"})
    expect_refused_and_closed(request, 400);
}

TEST_F(Refuses, AMissingOrDoubledHost) {
  expect_refused_and_closed("GET /healthz HTTP/1.1\r\n\r\n", 400);
  expect_refused_and_closed("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
}

TEST_F(Refuses, HeadersOverTheirLimit) {
  expect_refused_and_closed(RawClient::get("/healthz", "A: " + std::string(17000, 'x') + "\r\n"), 431);
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "A: b\r\n";
  expect_refused_and_closed(RawClient::get("/healthz", many), 431);
  expect_refused_and_closed("GET /" + std::string(20000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 431);
  expect_refused_and_closed(std::string(20000, 'x'), 431);
}

TEST_F(Refuses, AChunkHeaderThatNeverEnds) {
  expect_refused_and_closed("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(40000, 'x'),
                            400);
}

}  // namespace
}  // namespace allybot::http
