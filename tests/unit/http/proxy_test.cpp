#include "bot/http/proxy.h"

#include <gtest/gtest.h>

namespace allybot::http {
namespace {

std::optional<Proxy> proxy_for(const char* address, std::string_view no_proxy = "",
                               std::string_view https_proxy = "http://proxy:3128") {
  return ProxyRules::parse(https_proxy, no_proxy).value().proxy_for(parse_url(address).value());
}

TEST(ProxyRules, SendHttpsThroughTheProxy) {
  const auto proxy = proxy_for("https://slack.com/api/");
  ASSERT_TRUE(proxy.has_value());
  EXPECT_EQ(proxy->host, "proxy");
  EXPECT_EQ(proxy->port, 3128);
  EXPECT_EQ(proxy->user, "");
}

TEST(ProxyRules, GoStraightWithoutAProxy) { EXPECT_FALSE(proxy_for("https://slack.com/", "", "").has_value()); }

TEST(ProxyRules, ReadUserAndPassword) {
  const auto proxy = proxy_for("https://slack.com/", "", "http://me%40work:a+b%2F:c@proxy.example");
  ASSERT_TRUE(proxy.has_value());
  EXPECT_EQ(proxy->host, "proxy.example");
  EXPECT_EQ(proxy->port, 80);
  EXPECT_EQ(proxy->user, "me@work");
  EXPECT_EQ(proxy->password.reveal(), "a+b/:c");
}

TEST(ProxyRules, TakeAProxyWithoutAScheme) { EXPECT_EQ(proxy_for("https://slack.com/", "", "proxy:8080")->port, 8080); }

TEST(ProxyRules, NeverSendWhatIsForThisMachine) {
  for (const char* address : {"https://localhost:8443/", "https://127.0.0.1/", "https://[::1]/", "http://127.0.0.1:8065/"})
    EXPECT_FALSE(proxy_for(address).has_value()) << address;
}

TEST(ProxyRules, KnowHostsAndDomainsThatAreDirect) {
  const char* direct = "example.com, .corp.example ,chat.example:8443,,10.0.0.7";
  for (const char* address :
       {"https://example.com/", "https://a.example.com/", "https://corp.example/", "https://x.corp.example/",
        "https://chat.example:8443/", "https://10.0.0.7/", "https://EXAMPLE.com/"})
    EXPECT_FALSE(proxy_for(address, direct).has_value()) << address;
  for (const char* address :
       {"https://notexample.com/", "https://example.com.evil/", "https://chat.example/", "https://110.0.0.7/"})
    EXPECT_TRUE(proxy_for(address, direct).has_value()) << address;
  EXPECT_FALSE(proxy_for("https://slack.com/", "*").has_value());
}

TEST(ProxyRules, RefuseWhatIsNoAddressAndRepeatNothingOfIt) {
  for (const char* address : {"https://proxy:1", "socks5://proxy:1", "http://", "http://user:hunter2@", "http://proxy:port"}) {
    const auto rules = ProxyRules::parse(address, "");
    ASSERT_FALSE(rules.has_value()) << address;
    EXPECT_EQ(rules.error().for_log, "HTTPS_PROXY is not of the form http://host:port");
  }
}

}  // namespace
}  // namespace allybot::http
