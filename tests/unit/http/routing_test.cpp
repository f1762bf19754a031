#include "bot/http/routing.h"

#include <gtest/gtest.h>

namespace allybot::http {
namespace {

Route route(Method method, std::string path, std::vector<std::string> types = {}, std::size_t most = 1000) {
  return {method, std::move(path), std::move(types), most, [](RawRequest&&, Responder&&) {}};
}

const RouteTable& table() {
  static const RouteTable instance({
      route(Method::Post, "/slack/commands", {"application/x-www-form-urlencoded"}, 100),
      route(Method::Get, "/healthz"),
      route(Method::Get, "/matrix/*"),
      route(Method::Put, "/matrix/transactions/*", {"application/json"}),
      route(Method::Post, "/both"),
      route(Method::Get, "/both"),
  });
  return instance;
}

Decision decide(Method method, const std::string& path, std::optional<std::string> type = {}, std::uint64_t length = 0,
                const char* encoding = nullptr) {
  RawRequest request;
  request.method = method;
  request.path = path;
  if (type) request.headers.add("Content-Type", *type);
  if (encoding != nullptr) request.headers.add("content-ENCODING", encoding);
  return table().decide(request, length);
}

constexpr const char* kForm = "application/x-www-form-urlencoded";

TEST(RouteTable, FindsARoute) {
  const Decision got = decide(Method::Post, "/slack/commands", kForm, 100);
  EXPECT_EQ(got.refusal, 0);
  ASSERT_NE(got.route, nullptr);
  EXPECT_EQ(got.route->path, "/slack/commands");
  EXPECT_EQ(got.label, "/slack/commands");
}

TEST(RouteTable, AnswersHeadWhereGetIs) {
  EXPECT_EQ(decide(Method::Head, "/healthz").refusal, 0);
  EXPECT_EQ(decide(Method::Head, "/slack/commands").refusal, 405);
}

TEST(RouteTable, PrefersTheExactThenTheLongestPath) {
  EXPECT_EQ(decide(Method::Get, "/matrix/x").label, "/matrix/*");
  EXPECT_EQ(decide(Method::Get, "/matrix/").label, "/matrix/*");
  EXPECT_EQ(decide(Method::Put, "/matrix/transactions/1", "application/json").label, "/matrix/transactions/*");
  EXPECT_EQ(decide(Method::Get, "/matrix/transactions/1").refusal, 405);
  EXPECT_EQ(decide(Method::Get, "/matrix").refusal, 404);
}

TEST(RouteTable, KnowsNoOtherPaths) {
  for (const char* path :
       {"", "/", "*", "/slack", "/slack/commands/", "//slack/commands", "/Slack/commands", "/slack%2Fcommands"}) {
    const Decision got = decide(Method::Post, path, kForm);
    EXPECT_EQ(got.refusal, 404) << path;
    EXPECT_EQ(got.label, "none") << path;
  }
}

TEST(RouteTable, SaysWhichMethodsAreAllowed) {
  EXPECT_EQ(decide(Method::Get, "/slack/commands").refusal, 405);
  EXPECT_EQ(decide(Method::Get, "/slack/commands").allow, "POST");
  EXPECT_EQ(decide(Method::Other, "/healthz").allow, "GET, HEAD");
  EXPECT_EQ(decide(Method::Delete, "/both").allow, "POST, GET, HEAD");
}

TEST(RouteTable, ReadsMediaTypesWithoutParametersInAnyCase) {
  EXPECT_EQ(decide(Method::Post, "/slack/commands", "Application/X-WWW-Form-Urlencoded; charset=utf-8").refusal, 0);
  EXPECT_EQ(decide(Method::Post, "/slack/commands", "application/x-www-form-urlencoded ;x").refusal, 0);
  for (const char* type : {"application/json", "application/x-www-form-urlencodedx", "text/plain", "", ";"})
    EXPECT_EQ(decide(Method::Post, "/slack/commands", type).refusal, 415) << type;
  EXPECT_EQ(decide(Method::Post, "/slack/commands").refusal, 415);
  EXPECT_EQ(decide(Method::Post, "/both", "anything/at-all").refusal, 0);
}

TEST(RouteTable, RefusesADoubledType) {
  RawRequest request;
  request.method = Method::Post;
  request.path = "/slack/commands";
  request.headers.add("Content-Type", kForm);
  request.headers.add("Content-Type", kForm);
  EXPECT_EQ(table().decide(request, 0).refusal, 415);
}

TEST(RouteTable, RefusesAnyContentEncoding) {
  for (const char* encoding : {"gzip", "identity", "br", ""}) {
    EXPECT_EQ(decide(Method::Post, "/slack/commands", kForm, 0, encoding).refusal, 415) << encoding;
    EXPECT_EQ(decide(Method::Post, "/both", {}, 0, encoding).refusal, 415) << encoding;
  }
}

TEST(RouteTable, RefusesInTheOrderOfTheContract) {
  EXPECT_EQ(decide(Method::Delete, "/nowhere", "text/plain", 5000, "gzip").refusal, 404);
  EXPECT_EQ(decide(Method::Delete, "/slack/commands", "text/plain", 5000, "gzip").refusal, 405);
  EXPECT_EQ(decide(Method::Post, "/slack/commands", "text/plain", 5000).refusal, 415);
  EXPECT_EQ(decide(Method::Post, "/slack/commands", kForm, 5000, "gzip").refusal, 415);
  EXPECT_EQ(decide(Method::Post, "/slack/commands", kForm, 101).refusal, 413);
}

}  // namespace
}  // namespace allybot::http
