#include <gtest/gtest.h>

#include <cstdlib>

#include "bot/http/message.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/connect_proxy.h"
#include "tests/fakes/fake_platform.h"
#include "tests/unit/http/tls_platform.h"

namespace allybot::http {
namespace {

using fakes::ProxySetting;
using fakes::Trust;
using Kind = ClientOutcome::Kind;

ClientOutcome send_to(const std::string& host, int port) {
  ClientRequest request;
  request.url = "https://" + host + ':' + std::to_string(port) + "/x";
  request.body = "{}";
  request.connect_timeout = std::chrono::milliseconds(500);
  return make_client()->send(request);
}

TEST(Tls, AnswersWhenTheCertificateIsTrusted) {
  const TlsPlatform platform("DNS:localhost,IP:127.0.0.1");
  const Trust trust(platform.authority());
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto outcome = send_to(host, platform.port());
    EXPECT_EQ(outcome.kind, Kind::Answered) << host << ' ' << outcome.why;
    EXPECT_EQ(outcome.body, "secure");
  }
}

TEST(Tls, KeepsItsConnection) {
  const TlsPlatform platform("DNS:localhost");
  const Trust trust(platform.authority());
  const auto client = make_client();
  ClientRequest request;
  request.url = "https://localhost:" + std::to_string(platform.port()) + "/x";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client->send(request).body, "secure");
  EXPECT_EQ(platform.answered(), 3);
  EXPECT_EQ(platform.connections(), 1U);
}

TEST(Tls, NothingLeavesWhenTheCertificateIsNotTrusted) {
  const TlsPlatform platform("DNS:localhost");
  const auto outcome = send_to("localhost", platform.port());
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "tls");
  EXPECT_EQ(platform.answered(), 0);
}

TEST(Tls, NothingLeavesWhenTheCertificateIsForAnother) {
  const TlsPlatform platform("DNS:slack.example");
  const Trust trust(platform.authority());
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto outcome = send_to(host, platform.port());
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << host;
    EXPECT_EQ(outcome.why, "tls") << host;
  }
  EXPECT_EQ(platform.answered(), 0);
}

TEST(Tls, NothingLeavesWhenTheCertificateIsOver) {
  const TlsPlatform platform("DNS:localhost", true);
  const Trust trust(platform.authority());
  const auto outcome = send_to("localhost", platform.port());
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "tls");
}

TEST(Tls, GoesThroughTheProxyAndKeepsThatConnection) {
  const TlsPlatform platform("DNS:slack.example");
  const Trust trust(platform.authority());
  fakes::ConnectProxy proxy(platform.port());
  proxy.want_password();
  const ProxySetting setting(proxy.port());
  const auto client = make_client();
  ClientRequest request;
  request.url = "https://slack.example/x";
  for (int i = 0; i < 3; ++i) {
    const auto outcome = client->send(request);
    EXPECT_EQ(outcome.kind, Kind::Answered) << outcome.why;
    EXPECT_EQ(outcome.body, "secure");
  }
  EXPECT_EQ(proxy.asked(), std::vector<std::string>{"slack.example:443"});
}

TEST(Tls, VerifiesTheFarEndThroughTheProxy) {
  const TlsPlatform platform("DNS:teams.example");
  fakes::ConnectProxy proxy(platform.port());
  const ProxySetting setting(proxy.port());
  for (const bool trusted : {false, true}) {  // a stranger's authority; then a trusted one, but for another name
    const auto trust = trusted ? std::make_unique<Trust>(platform.authority()) : nullptr;
    const auto outcome = send_to("slack.example", 443);
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << trusted;
    EXPECT_EQ(outcome.why, "tls") << trusted;
  }
  EXPECT_EQ(platform.answered(), 0);
}

TEST(Tls, GoesAroundTheProxyWhereNoProxySaysSo) {
  const TlsPlatform platform("DNS:slack.example");
  fakes::ConnectProxy proxy(platform.port());
  const ProxySetting setting(proxy.port());
  ::setenv("NO_PROXY", "slack.example", 1);
  EXPECT_EQ(send_to("slack.example", 443).kind, Kind::NeverLeft);  // there is no such host
  ::unsetenv("NO_PROXY");
  EXPECT_TRUE(proxy.asked().empty());
}

TEST(Tls, NothingLeavesWhenTheProxyDoesNotLetItThrough) {
  const TlsPlatform platform("DNS:slack.example");
  const Trust trust(platform.authority());
  const auto nothing_left = [&](const char* how, const std::function<void(fakes::ConnectProxy&)>& set) {
    fakes::ConnectProxy proxy(platform.port());
    set(proxy);
    const ProxySetting setting(proxy.port(), "me:wrong");
    EXPECT_EQ(send_to("slack.example", 443).kind, Kind::NeverLeft) << how;
    EXPECT_EQ(proxy.asked().size(), 1U) << how;
  };
  nothing_left("password", [](fakes::ConnectProxy& proxy) { proxy.want_password(); });
  nothing_left("403", [](fakes::ConnectProxy& proxy) { proxy.refuse_with(403); });
  nothing_left("502", [](fakes::ConnectProxy& proxy) { proxy.refuse_with(502); });
  nothing_left("closed", [](fakes::ConnectProxy& proxy) { proxy.close_after_yes(); });
  EXPECT_EQ(platform.answered(), 0);
}

TEST(Tls, GivesUpOnASilentProxyInTime) {
  fakes::ConnectProxy proxy(1);
  proxy.stay_silent();
  const ProxySetting setting(proxy.port());
  ClientRequest request;
  request.url = "https://slack.example/x";
  request.total_timeout = std::chrono::milliseconds(300);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(make_client()->send(request).kind, Kind::NeverLeft);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Tls, NothingLeavesWhenTheProxyIsAway) {
  fakes::FakePlatform proxy;
  const ProxySetting setting(proxy.port());
  proxy.stop_listening();
  const auto outcome = send_to("slack.example", 443);
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "refused");
}

}  // namespace
}  // namespace allybot::http
