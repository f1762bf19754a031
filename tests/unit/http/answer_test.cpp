#include "bot/http/answer.h"

#include <gtest/gtest.h>

#include "tests/fakes/capturing_log.h"

namespace allybot::http {
namespace {

std::string head(const Response& response, const AnswerRules& rules = {}) {
  std::string text;
  write_head(text, response, rules);
  return text;
}

TEST(WriteHead, SaysStatusTypeAndLength) {
  EXPECT_EQ(head(json_response("{}"), {true, false, "today"}),
            "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n");
}

TEST(WriteHead, SaysWhetherTheConnectionStays) {
  EXPECT_NE(head(empty_response(), {false, false, ""}).find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(head(empty_response(), {true, true, ""}).find("Connection: keep-alive\r\n"), std::string::npos);
  EXPECT_EQ(head(empty_response(), {true, false, ""}).find("Connection"), std::string::npos);
}

TEST(WriteHead, LeavesLengthOutWhereThereIsNoBody) {
  for (const int status : {204, 304}) {
    EXPECT_FALSE(may_have_body(status));
    EXPECT_EQ(head(empty_response(status)).find("Content-Length"), std::string::npos) << status;
  }
  EXPECT_NE(head(empty_response(200)).find("Content-Length: 0\r\n"), std::string::npos);
}

TEST(WriteHead, CarriesOtherHeadersButNoneOfItsOwn) {
  Response response = text_response(302, "x");
  response.headers = {
      {"Location", "/next"}, {"content-length", "999"}, {"Transfer-Encoding", "chunked"}, {"CONNECTION", "upgrade"}};
  const std::string text = head(response);
  EXPECT_NE(text.find("Location: /next\r\n"), std::string::npos);
  EXPECT_EQ(text.find("999"), std::string::npos);
  EXPECT_EQ(text.find("chunked"), std::string::npos);
  EXPECT_EQ(text.find("upgrade"), std::string::npos);
}

TEST(WriteHead, LetsNoLineBreakThrough) {
  const fakes::CapturingLog log;
  Response response = text_response(200, "x");
  response.content_type = "text/plain\r\nX: type";
  response.headers = {
      {"Location", "/a\r\nX: value"}, {"A\nX", "name"}, {"", "x"}, {"Nul", std::string("a\0b", 3)}, {"Good", "caf\xC3\xA9\t1"}};
  const std::string text = head(response);
  EXPECT_EQ(text, "HTTP/1.1 200 OK\r\nGood: caf\xC3\xA9\t1\r\nContent-Length: 1\r\n\r\n");
  EXPECT_TRUE(log.has("header_left_out"));
}

TEST(HttpDate, IsWrittenAsRfc9110Says) {
  EXPECT_EQ(http_date(from_unix_millis(784111777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(from_unix_millis(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(from_rfc3339("2028-02-29T23:59:59Z").value()), "Tue, 29 Feb 2028 23:59:59 GMT");
}

}  // namespace
}  // namespace allybot::http
