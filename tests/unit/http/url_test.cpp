#include <gtest/gtest.h>

#include "bot/http/message.h"
#include "tests/fakes/exact_block.h"

namespace allybot::http {
namespace {

Result<Url> parse(std::string_view text) { return parse_url(fakes::ExactBlock(text).view()); }

TEST(ParseUrl, ReadsTheParts) {
  const auto url = parse("https://hooks.slack.com/commands/1234?x=1&y=https://other");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "hooks.slack.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->path_and_query, "/commands/1234?x=1&y=https://other");
}

TEST(ParseUrl, FillsInWhatIsLeftOut) {
  EXPECT_EQ(parse("http://localhost")->port, 80);
  EXPECT_EQ(parse("http://localhost")->path_and_query, "/");
  EXPECT_EQ(parse("https://a.example?x")->path_and_query, "/?x");
  EXPECT_EQ(parse("https://a.example/p#part")->path_and_query, "/p");
  EXPECT_EQ(parse("https://a.example#part")->path_and_query, "/");
  EXPECT_EQ(parse("https://a.example:8443/")->port, 8443);
}

TEST(ParseUrl, LowersSchemeAndHostOnly) {
  const auto url = parse("HTTPS://Chat.Example.COM/Path");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "chat.example.com");
  EXPECT_EQ(url->path_and_query, "/Path");
}

TEST(ParseUrl, KnowsAddressesInBrackets) {
  const auto url = parse("http://[::1]:8065/hooks");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->host, "[::1]");
  EXPECT_EQ(url->port, 8065);
  EXPECT_EQ(parse("https://[2001:DB8::1]/")->host, "[2001:db8::1]");
}

TEST(ParseUrl, RefusesWhatOthersCouldReadDifferently) {
  for (const char* text : {"",
                           "https",
                           "https:",
                           "https:/a.example",
                           "//a.example/",
                           "a.example/path",
                           "ftp://a.example/",
                           "file:///etc/passwd",
                           "javascript://a.example/",
                           "https://",
                           "https:///path",
                           "https://?x",
                           "https://user@a.example/",
                           "https://user:word@a.example/",
                           "https://a.example\\@b.example/",
                           "https://a.example\\.b/",
                           "https://a b/",
                           "https://a.example/a b",
                           "https://a.example/\n",
                           "https://a.example/\x7f",
                           "https://b\xC3\xBC\x63her.example/",
                           "https://a%2eexample/",
                           "https://a.example:/",
                           "https://a.example:0/",
                           "https://a.example:65536/",
                           "https://a.example:-1/",
                           "https://a.example:80x/",
                           "https://a.example:80:80/",
                           "https://.a.example/",
                           "https://a..example/",
                           "https://-a/",
                           "https://[::1/",
                           "https://::1/",
                           "https://[]/",
                           "https://[::1]x/",
                           "https://[gg::1]/",
                           "https://[::1]:/",
                           "https://a[::1]/",
                           " https://a.example/"}) {
    const auto url = parse(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().code, Code::Invalid);
  }
  EXPECT_FALSE(parse(std::string("https://a.example/\0x", 20)).has_value());
}

TEST(ParseUrl, RepeatsNothingOfTheAddressInItsError) {
  const auto url = parse("https://hooks.example:99999/SECRET");
  ASSERT_FALSE(url.has_value());
  EXPECT_EQ(url.error().for_log, "address has no usable port");
}

TEST(LoopbackHost, IsKnownByItsPlainNames) {
  for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.9.10.255", "::1", "[::1]"})
    EXPECT_TRUE(is_loopback_host(host)) << host;
}

TEST(LoopbackHost, IsNothingThatOnlyLooksLikeIt) {
  for (const char* host : {"", "localhost.example", "127.0.0.1.example", "127.1", "127.0.0.256", "127.0.0.01", "128.0.0.1",
                           "0.0.0.0", "127.0.0.", "127.0.0.0001", "0x7f.0.0.1", "[::2]", "10.0.0.1"})
    EXPECT_FALSE(is_loopback_host(host)) << host;
}

}  // namespace
}  // namespace allybot::http
