#include "bot/http/proxy.h"

#include <gtest/gtest.h>

#include <cstdlib>

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

TEST(ProxyRules, KnowNetworksAndAddressesThatAreDirect) {
  const char* direct = "10.0.0.0/8,192.168.7.128/25,fd00::/8,[2001:db8::7],203.0.113.9:8443,[2001:db8::8]:8443,*.corp.example";
  for (const char* address :
       {"https://10.255.0.1/", "https://192.168.7.200/", "https://[fd12:3456::1]/", "https://[2001:DB8:0::7]/",
        "https://203.0.113.9:8443/", "https://[2001:db8::8]:8443/", "https://a.corp.example/", "https://corp.example/"})
    EXPECT_FALSE(proxy_for(address, direct).has_value()) << address;
  for (const char* address : {"https://11.0.0.1/", "https://192.168.7.127/", "https://[fe00::1]/", "https://[2001:db8::70]/",
                              "https://203.0.113.9/", "https://[2001:db8::8]/", "https://xcorp.example/", "https://10.example/"})
    EXPECT_TRUE(proxy_for(address, direct).has_value()) << address;
}

TEST(ProxyRules, TakeNoAddressForADomain) {
  EXPECT_TRUE(proxy_for("https://10.0.0.7/", "0.7").has_value());
  EXPECT_TRUE(proxy_for("https://10.0.0.7/", ".7").has_value());
}

TEST(ProxyRules, PassOverWhatNamesNothing) {
  for (const char* direct :
       {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "corp/8", "slack.com:0", "slack.com:x", ".", "*.", ":"})
    EXPECT_TRUE(proxy_for("https://slack.com/", direct).has_value()) << direct;
}

TEST(ProxyRules, HoldForEveryAddressOfANetworkOfNoBits) {
  EXPECT_FALSE(proxy_for("https://8.8.8.8/", "0.0.0.0/0").has_value());
  EXPECT_TRUE(proxy_for("https://[2001:db8::1]/", "0.0.0.0/0").has_value());
  EXPECT_TRUE(proxy_for("https://slack.com/", "0.0.0.0/0").has_value());
}

TEST(ProxyRules, AreReadFromNamesInBothCases) {
  for (const auto& [proxy, direct] : {std::pair("HTTPS_PROXY", "NO_PROXY"), {"https_proxy", "no_proxy"}}) {
    ::setenv(proxy, "http://proxy.example:3128", 1);
    ::setenv(direct, "chat.example", 1);
    const auto rules = ProxyRules::from_environment();
    ::unsetenv(proxy);
    ::unsetenv(direct);
    ASSERT_TRUE(rules.has_value());
    EXPECT_EQ(rules->proxy_for(parse_url("https://slack.com/").value())->port, 3128) << proxy;
    EXPECT_FALSE(rules->proxy_for(parse_url("https://chat.example/").value()).has_value()) << direct;
  }
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
