#include "tests/unit/platforms/playground/rig.h"

namespace allybot::platforms::playground {
namespace {

struct PlaygroundGuard : PlaygroundTest {
  Code refusal(http::RawRequest raw) const {
    const auto proven = prove(std::move(raw));
    EXPECT_FALSE(proven.has_value());
    return proven ? Code::Internal : proven.error().code;
  }
  static http::RawRequest from_host(const std::string& host) {
    http::RawRequest raw;
    raw.path = "/";
    raw.headers.add("Host", host);
    return raw;
  }
};

TEST_F(PlaygroundGuard, AnswersEveryLoopbackNameAtAnyPort) {
  for (const char* host : {"localhost", "localhost:1", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:8080"})
    EXPECT_TRUE(prove(from_host(host)).has_value()) << host;
}

TEST_F(PlaygroundGuard, RefusesEveryOtherHost) {
  for (const char* host : {"evil.example",
                           "evil.example:8080",
                           "localhost.evil.example",
                           "127.0.0.1.evil.example",
                           "127.evil.example",
                           "0.0.0.0:8080",
                           "10.0.0.1",
                           "localhost:",
                           "localhost:0",
                           "localhost:99999",
                           "localhost:80x",
                           "localhost:-1",
                           "::1",
                           "[::1",
                           "[::2]:80",
                           "[::1]evil",
                           "user@localhost",
                           "localhost/x",
                           "",
                           " localhost"})
    EXPECT_EQ(refusal(from_host(host)), Code::Forbidden) << host;
}

TEST_F(PlaygroundGuard, RefusesAMissingOrDoubledHost) {
  http::RawRequest raw;
  raw.path = "/";
  EXPECT_EQ(refusal(raw), Code::Forbidden);
  raw.headers.add("Host", "localhost");
  raw.headers.add("Host", "localhost");
  EXPECT_EQ(refusal(raw), Code::Forbidden);
}

TEST_F(PlaygroundGuard, RefusesAnotherOriginForPagesAndPosts) {
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:8081", "https://127.0.0.1:8080",
                             "http://localhost:8080", "", "http://127.0.0.1:8080/"}) {
    http::RawRequest page = get("/playground/state", "member=U1");
    page.headers.add("Origin", origin);
    EXPECT_EQ(refusal(page), Code::Forbidden) << origin;
    http::RawRequest press = get("/playground/presses");
    press.method = http::Method::Post;
    press.headers.add("Origin", origin);
    press.headers.add("X-Playground-Token", token);
    EXPECT_EQ(refusal(press), Code::Forbidden) << origin;
  }
}

TEST_F(PlaygroundGuard, RefusesAPostWithoutTheTokenOfThisRun) {
  ASSERT_FALSE(token.empty());
  const auto with = [&](const std::vector<std::string>& tokens) {
    http::RawRequest raw = get("/playground/commands");
    raw.method = http::Method::Post;
    raw.body = sent("U1", "general", {{"text", "/ally tip"}}).dump();
    for (const std::string& one : tokens) raw.headers.add("X-Playground-Token", one);
    return raw;
  };
  EXPECT_EQ(refusal(with({})), Code::Unauthorized);
  EXPECT_EQ(refusal(with({""})), Code::Unauthorized);
  EXPECT_EQ(refusal(with({token + "x"})), Code::Unauthorized);
  EXPECT_EQ(refusal(with({token.substr(1)})), Code::Unauthorized);
  EXPECT_EQ(refusal(with({token, token})), Code::Unauthorized);
  EXPECT_TRUE(prove(with({token})).has_value());
}

TEST_F(PlaygroundGuard, TakesAnotherTokenInEachRun) {
  const auto other = make(environment, Hooks{clock, [] { return Result<std::optional<TimePoint>>(std::nullopt); }, [] {},
                                             [] { return Result<void>(); }});
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE((*other)->authenticate(post("/playground/reset", sent("U1", "general")), clock.now()).has_value());
  EXPECT_TRUE(prove(post("/playground/reset", sent("U1", "general"))).has_value());
}

TEST_F(PlaygroundGuard, ServesThePageUnderAStrictPolicyWithoutInlineCode) {
  const Handshake page = take_as<Handshake>(get("/"));
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  const std::string policy = page.headers.at("Content-Security-Policy");
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(page.headers.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.headers.at("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
  for (const char* inline_code : {" style=", " onclick=", "<style", "javascript:"})
    EXPECT_EQ(page.body.find(inline_code), std::string::npos) << inline_code;
  EXPECT_EQ(page.body.find("{{"), std::string::npos);
}

TEST_F(PlaygroundGuard, ServesEveryFileThatThePageNames) {
  const std::string html = take_as<Handshake>(get("/")).body;
  std::size_t found = 0;
  for (std::size_t at = html.find("\"/playground/"); at != std::string::npos; at = html.find("\"/playground/", at + 1)) {
    const std::string path = html.substr(at + 1, html.find('"', at + 1) - at - 1);
    const Handshake file = take_as<Handshake>(get(path));
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_FALSE(file.body.empty()) << path;
    ++found;
  }
  EXPECT_GE(found, 5U);
}

TEST_F(PlaygroundGuard, DeclaresPostsForJsonAlone) {
  std::size_t posts = 0;
  for (const InboundRoute& route : adapter->routes()) {
    if (route.method == http::Method::Get) continue;
    ++posts;
    EXPECT_EQ(route.content_types, std::vector<std::string>{"application/json"}) << route.path;
    EXPECT_LE(route.most_body_bytes, 64U << 10U) << route.path;
  }
  EXPECT_EQ(posts, 6U);
}

}  // namespace
}  // namespace allybot::platforms::playground
