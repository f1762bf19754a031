#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bot/http/message.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/socket.h"
#include "tests/unit/http/tls_platform.h"

namespace allybot::http {
namespace {

using Kind = ClientOutcome::Kind;

/// Trusts one certificate, as an operator does with SSL_CERT_FILE, until it goes.
class Trust {
 public:
  explicit Trust(const std::string& certificate)
      : path_(std::filesystem::temp_directory_path() / ("allybot-trust-" + std::to_string(::getpid()) + ".pem")) {
    std::ofstream(path_) << certificate;
    ::setenv("SSL_CERT_FILE", path_.c_str(), 1);
  }
  ~Trust() {
    ::unsetenv("SSL_CERT_FILE");
    std::filesystem::remove(path_);
  }
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

 private:
  std::filesystem::path path_;
};

ClientOutcome send_to(const std::string& host, int port) {
  ClientRequest request;
  request.url = "https://" + host + ':' + std::to_string(port) + "/x";
  request.body = "{}";
  request.connect_timeout = std::chrono::milliseconds(500);
  return make_client()->send(request);
}

TEST(Tls, AnswersWhenTheCertificateIsTrusted) {
  const TlsPlatform platform("DNS:localhost,IP:127.0.0.1");
  const Trust trust(platform.certificate());
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto outcome = send_to(host, platform.port());
    EXPECT_EQ(outcome.kind, Kind::Answered) << host << ' ' << outcome.why;
    EXPECT_EQ(outcome.body, "secure");
  }
}

TEST(Tls, KeepsItsConnection) {
  const TlsPlatform platform("DNS:localhost");
  const Trust trust(platform.certificate());
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
  const Trust trust(platform.certificate());
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const auto outcome = send_to(host, platform.port());
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << host;
    EXPECT_EQ(outcome.why, "tls") << host;
  }
  EXPECT_EQ(platform.answered(), 0);
}

TEST(Tls, NothingLeavesWhenTheCertificateIsOver) {
  const TlsPlatform platform("DNS:localhost", true);
  const Trust trust(platform.certificate());
  const auto outcome = send_to("localhost", platform.port());
  EXPECT_EQ(outcome.kind, Kind::NeverLeft);
  EXPECT_EQ(outcome.why, "tls");
}

/// A proxy on 127.0.0.1, as HTTPS_PROXY names it until it goes.
class ProxySetting {
 public:
  explicit ProxySetting(int port) { ::setenv("HTTPS_PROXY", ("http://me:FAKE@127.0.0.1:" + std::to_string(port)).c_str(), 1); }
  ~ProxySetting() { ::unsetenv("HTTPS_PROXY"); }
  ProxySetting(const ProxySetting&) = delete;
  ProxySetting& operator=(const ProxySetting&) = delete;
};

TEST(Tls, AsksTheProxyForTheWay) {
  fakes::FakePlatform proxy;
  const ProxySetting setting(proxy.port());
  proxy.on("CONNECT", "slack.example:443").reply(403, "no").reply(407, "who are you");
  for (int i = 0; i < 2; ++i) {
    const auto outcome = send_to("slack.example", 443);
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << i << outcome.why;
  }
  const auto calls = proxy.calls();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].method, "CONNECT");
  EXPECT_EQ(calls[0].headers.only("proxy-authorization"), "Basic bWU6RkFLRQ==");
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
