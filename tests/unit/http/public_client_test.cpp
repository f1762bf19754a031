#include "bot/http/public_client.h"

#include <gtest/gtest.h>

#include "bot/http/link.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::http {
namespace {

using Kind = ClientOutcome::Kind;

TEST(PublicAddress, IsWhatTheRegistriesGiveToEverybody) {
  for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1",
                              "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001:81b::200e",
                              "2001:4860:4860::8888", "64:ff9b::8.8.8.8"})
    EXPECT_TRUE(is_public_address(address)) << address;
}

TEST(PublicAddress, IsNoneOfOurOwnNetworksInAnyForm) {
  for (const char* address :
       {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        // The same inside of IPv6, and what is local there.
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
        "2002:7f00:1::", "2001::1", "3fff::1", "100::1",
        // And what is no address.
        "", "localhost", "example.org", "1.2.3", "0x7f.0.0.1", "2130706433", "8.8.8.8 ", "::g"})
    EXPECT_FALSE(is_public_address(address)) << address;
}

struct PublicClient : testing::Test {
  fakes::FakePlatform host;
  std::vector<std::string> asked;
  std::vector<std::string> addresses;
  std::unique_ptr<Client> client = make_public_client([this](const std::string& name) {
    asked.push_back(name);
    return addresses;
  });
  ClientOutcome get(const std::string& url) {
    ClientRequest request;
    request.method = Method::Get;
    request.url = url;
    request.connect_timeout = std::chrono::milliseconds(200);
    return client->send(request);
  }
};

TEST_F(PublicClient, RefusesANameThatLeadsInside) {
  host.otherwise([](const fakes::Call&) { return text_response(200, "secret"); });
  for (const std::vector<std::string>& found : {std::vector<std::string>{"127.0.0.1"},
                                                {"::1"},
                                                {"10.1.2.3"},
                                                {"169.254.169.254"},
                                                // One of several is enough: nobody knows which would be taken.
                                                {"8.8.8.8", "127.0.0.1"}}) {
    addresses = found;
    const auto outcome = get("https://looks-public.example.org:" + std::to_string(host.port()) + "/");
    EXPECT_EQ(outcome.kind, Kind::NeverLeft);
    EXPECT_EQ(outcome.why, "private_address") << found.back();
  }
  EXPECT_EQ(asked.front(), "looks-public.example.org");
  EXPECT_TRUE(host.calls().empty());
}

TEST_F(PublicClient, RefusesAddressesWrittenAsSuch) {
  client = make_public_client();
  host.otherwise([](const fakes::Call&) { return text_response(200, "secret"); });
  const std::string port = ":" + std::to_string(host.port()) + "/";
  for (const char* name : {"http://127.0.0.1", "http://localhost", "http://[::1]", "https://2130706433", "https://0x7f.1",
                           "https://127.1", "https://[::ffff:127.0.0.1]"}) {
    const auto outcome = get(name + port);
    EXPECT_EQ(outcome.kind, Kind::NeverLeft) << name;
    EXPECT_TRUE(outcome.why == "private_address" || outcome.why == "refused") << name << ' ' << outcome.why;
  }
  EXPECT_TRUE(host.calls().empty());
}

TEST_F(PublicClient, SaysOfANameThatNobodyKnowsWhatItSaysOfASilentHost) {
  EXPECT_EQ(get("https://nobody.example.org/").why, "refused");
}

TEST_F(PublicClient, CallsTheAddressThatWasJudgedWithoutAnotherLookUp) {
  host.otherwise([](const fakes::Call& call) { return text_response(200, std::string(call.headers.only("host").value_or(""))); });
  const auto url = parse_url("http://no-such-name.invalid:" + std::to_string(host.port()) + "/");
  Link link(*url, std::nullopt, "127.0.0.1");
  ClientRequest request;
  request.method = Method::Get;
  const auto outcome = link.exchange(request, *url, std::chrono::steady_clock::now() + std::chrono::seconds(10));
  ASSERT_EQ(outcome.kind, Kind::Answered) << outcome.why;
  EXPECT_EQ(outcome.body, "no-such-name.invalid:" + std::to_string(host.port())) << "it is asked for by its name";
}

}  // namespace
}  // namespace allybot::http
