#include "bot/http/message.h"

#include <gtest/gtest.h>

#include "bot/http/status.h"

namespace allybot::http {
namespace {

TEST(Headers, AreFoundInAnyCase) {
  Headers headers;
  headers.add("X-Slack-Signature", "v0=1");
  EXPECT_EQ(headers.only("x-slack-signature"), "v0=1");
  EXPECT_EQ(headers.only("X-SLACK-SIGNATURE"), "v0=1");
  EXPECT_EQ(headers.count("x-Slack-signature"), 1U);
}

TEST(Headers, GiveNothingWhenAbsentOrDoubled) {
  Headers headers;
  headers.add("X-Slack-Signature", "v0=1");
  headers.add("x-slack-signature", "v0=1");
  EXPECT_FALSE(headers.only("X-Slack-Signature").has_value());
  EXPECT_EQ(headers.count("X-Slack-Signature"), 2U);
  EXPECT_FALSE(headers.only("X-Slack-Signatur").has_value());
  EXPECT_EQ(headers.count(""), 0U);
}

TEST(Headers, KeepOrderAndSpelling) {
  Headers headers;
  headers.add("B", "1");
  headers.add("a", "2");
  ASSERT_EQ(headers.all().size(), 2U);
  EXPECT_EQ(headers.all()[0].first, "B");
  EXPECT_EQ(headers.all()[1].second, "2");
}

TEST(Responses, SayWhatTheyCarry) {
  EXPECT_EQ(json_response("{}").status, 200);
  EXPECT_EQ(json_response("{}", 503).content_type, "application/json; charset=utf-8");
  EXPECT_EQ(text_response(404, "no").content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(empty_response().status, 200);
  EXPECT_EQ(empty_response(204).content_type, "");
  EXPECT_EQ(empty_response().body, "");
}

TEST(Status, OfEachCode) {
  const std::pair<Code, int> rows[] = {{Code::Invalid, 400},  {Code::Unauthorized, 401}, {Code::Forbidden, 403},
                                       {Code::NotFound, 404}, {Code::Conflict, 409},     {Code::TooLarge, 413},
                                       {Code::TooMany, 429},  {Code::Unavailable, 503},  {Code::Ambiguous, 502},
                                       {Code::Gone, 410},     {Code::Unsupported, 501},  {Code::Internal, 500}};
  for (const auto& [code, status] : rows) EXPECT_EQ(http_status(code), status) << name_of(code);
}

TEST(Status, HasWordsAlsoWhenUnknown) {
  EXPECT_EQ(reason_of(404), "Not Found");
  EXPECT_EQ(reason_of(299), "Success");
  EXPECT_EQ(reason_of(399), "Redirection");
  EXPECT_EQ(reason_of(499), "Client Error");
  EXPECT_EQ(reason_of(599), "Server Error");
}

TEST(ErrorResponse, SaysNothingOfTheLogText) {
  const Response silent = error_response({Code::Internal, "database is on fire", ""});
  EXPECT_EQ(silent.status, 500);
  EXPECT_EQ(silent.body, "Internal Server Error");
  const Response kind = error_response({Code::TooMany, "bucket empty", "Please try again in a minute."});
  EXPECT_EQ(kind.status, 429);
  EXPECT_EQ(kind.body, "Please try again in a minute.");
}

TEST(Methods, HaveTheirNames) {
  EXPECT_STREQ(name_of(Method::Get), "GET");
  EXPECT_STREQ(name_of(Method::Delete), "DELETE");
  EXPECT_STREQ(name_of(Method::Other), "OTHER");
}

}  // namespace
}  // namespace allybot::http
