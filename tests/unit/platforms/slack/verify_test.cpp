#include "bot/platforms/slack/verify.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms::slack {
namespace {

using fakes::slack_request;
using fakes::slack_signature;

const TimePoint kNow = fakes::FakeClock().now();

SlackVerifier verifier() { return SlackVerifier(Secret(fakes::kSlackSecret), std::nullopt); }

http::RawRequest request_at(std::int64_t timestamp, std::string body, std::string signature) {
  http::RawRequest raw;
  raw.path = "/slack/commands";
  raw.headers.add("X-Slack-Request-Timestamp", std::to_string(timestamp));
  raw.headers.add("X-Slack-Signature", std::move(signature));
  raw.body = std::move(body);
  return raw;
}

void expect_refused(http::RawRequest raw, TimePoint now = kNow) {
  const auto got = verifier().verify(std::move(raw), now);
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::Unauthorized);
  EXPECT_TRUE(got.error().for_member.empty());
}

// https://docs.slack.dev/authentication/verifying-requests-from-slack
TEST(SlackVerify, AcceptsThePublishedVector) {
  const std::string body =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id="
      "U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%"
      "2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
      "803a0bc887a14d10d2c447fce8b6703c";
  ASSERT_EQ(body.size(), 362U);
  const SlackVerifier published(Secret("8f742231b10e8888abcd99yyyzzz85a5"), std::nullopt);
  const TimePoint then = from_unix_millis(1531420618000);
  const auto request = request_at(1531420618, body, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
  const auto got = published.verify(request, then);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->raw().body, body);
  EXPECT_EQ(got->proof(), kSigned);
  EXPECT_FALSE(published.verify(request, then + std::chrono::hours(1)).has_value());
}

TEST(SlackVerify, AcceptsTheComputedVectors) {
  const std::pair<std::string, std::string> vectors[] = {
      {"", "v0=f6e70b9f17c5282ca7d262bd071a559a2554a9af0138104f80ae9076a37cb9ca"},
      {R"({"type":"url_verification","challenge":"abc123"})",
       "v0=1158d46067d687bac21e6a5e6a6be0a85c085481afe2b88931e62ea63a664e9d"},
      {"payload=%7B%22type%22%3A%22block_actions%22%7D", "v0=45bfb21f86a4ea6c01ec61fced854a2cf6765f51d223a5d7bd2f03b7b66d5e83"},
      {"text=%E2%9C%93+caf%C3%A9", "v0=e1671c1ffca4ada35cb78e82d5784ba530f0e7764a4bd71b5b6093077558bdb2"}};
  const SlackVerifier computed(Secret("testsecret"), std::nullopt);
  for (const auto& [body, signature] : vectors)
    EXPECT_TRUE(computed.verify(request_at(1700000000, body, signature), from_unix_millis(1700000000000)).has_value()) << body;
}

TEST(SlackVerify, AcceptsWithinFiveMinutesEitherWay) {
  for (const int skew : {0, 1, 300, -1, -300})
    EXPECT_TRUE(verifier().verify(slack_request("/slack/commands", "text=tip", kNow - seconds(skew)), kNow).has_value()) << skew;
}

TEST(SlackVerify, RefusesAnOldTimestamp) { expect_refused(slack_request("/slack/commands", "text=tip", kNow - seconds(301))); }

TEST(SlackVerify, RefusesAFutureTimestamp) { expect_refused(slack_request("/slack/commands", "text=tip", kNow + seconds(301))); }

TEST(SlackVerify, RefusesAChangedBody) {
  for (const auto* change : {"text=tip ", "text=tiq", "text=ti", ""}) {
    auto raw = slack_request("/slack/commands", "text=tip", kNow);
    raw.body = change;
    expect_refused(std::move(raw));
  }
}

TEST(SlackVerify, RefusesAnotherSecret) {
  expect_refused(slack_request("/slack/commands", "text=tip", kNow, "fedcba9876543210fedcba9876543210"));
}

TEST(SlackVerify, RefusesAChangedTimestamp) {
  const auto raw = slack_request("/slack/commands", "text=tip", kNow);
  expect_refused(request_at(to_unix_seconds(kNow) + 1, raw.body, std::string(*raw.headers.only("X-Slack-Signature"))));
}

TEST(SlackVerify, SignsTheLiteralBytesOfTheTimestamp) {
  // The same moment in other characters is not what Slack signed.
  const std::string timestamp = "0" + std::to_string(to_unix_seconds(kNow));
  auto raw = slack_request("/slack/commands", "text=tip", kNow);
  const std::string original(*raw.headers.only("X-Slack-Signature"));
  raw.headers = {};
  raw.headers.add("X-Slack-Request-Timestamp", timestamp);
  raw.headers.add("X-Slack-Signature", original);
  expect_refused(raw);
  raw.headers = {};
  raw.headers.add("x-slack-request-timestamp", timestamp);
  raw.headers.add("x-slack-signature", slack_signature(timestamp, "text=tip"));
  EXPECT_TRUE(verifier().verify(raw, kNow).has_value());
}

TEST(SlackVerify, RefusesMissingHeaders) {
  for (const bool keep_time : {true, false}) {
    auto raw = slack_request("/slack/commands", "text=tip", kNow);
    http::Headers kept;
    for (const auto& [name, value] : raw.headers.all())
      if ((name == "X-Slack-Request-Timestamp") == keep_time) kept.add(name, value);
    raw.headers = kept;
    expect_refused(std::move(raw));
  }
}

TEST(SlackVerify, RefusesDoubledHeaders) {
  for (const auto* name : {"X-Slack-Request-Timestamp", "X-Slack-Signature"}) {
    auto raw = slack_request("/slack/commands", "text=tip", kNow);
    raw.headers.add(name, std::string(*raw.headers.only(name)));
    expect_refused(std::move(raw));
  }
}

TEST(SlackVerify, RefusesMalformedHeaders) {
  const auto good = slack_request("/slack/commands", "text=tip", kNow);
  const std::string timestamp(*good.headers.only("X-Slack-Request-Timestamp"));
  const std::string signature(*good.headers.only("X-Slack-Signature"));
  for (const std::string& strange : {std::string(), std::string("v0="), signature.substr(3), signature + "0",
                                     "v1" + signature.substr(2), signature + std::string(100000, 'a'), std::string(67, 'x')}) {
    auto raw = good;
    raw.headers = {};
    raw.headers.add("X-Slack-Request-Timestamp", timestamp);
    raw.headers.add("X-Slack-Signature", strange);
    expect_refused(std::move(raw));
  }
  for (const std::string& strange :
       {std::string(), "-" + timestamp, "+" + timestamp, timestamp + " ", " " + timestamp, timestamp + ".0", std::string("NaN"),
        std::string(5000, '1'), std::string("999999999999999999999")}) {
    auto raw = good;
    raw.headers = {};
    raw.headers.add("X-Slack-Request-Timestamp", strange);
    raw.headers.add("X-Slack-Signature", slack_signature(strange, raw.body));
    expect_refused(std::move(raw));
  }
}

TEST(SlackVerify, RefusesAnUpperCaseDigest) {
  auto raw = slack_request("/slack/commands", "text=tip", kNow);
  std::string signature(*raw.headers.only("X-Slack-Signature"));
  for (char& c : signature)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  expect_refused(request_at(to_unix_seconds(kNow), raw.body, signature));
}

TEST(SlackVerify, AcceptsThePreviousSecretWhileThereIsOne) {
  const SlackVerifier rotated(Secret("fedcba9876543210fedcba9876543210"), Secret(fakes::kSlackSecret));
  EXPECT_TRUE(rotated.verify(slack_request("/slack/commands", "a=b", kNow), kNow).has_value());
  EXPECT_TRUE(
      rotated.verify(slack_request("/slack/commands", "a=b", kNow, "fedcba9876543210fedcba9876543210"), kNow).has_value());
  EXPECT_FALSE(rotated.verify(slack_request("/slack/commands", "a=b", kNow, "another"), kNow).has_value());
}

TEST(SlackVerify, TakesAnSslCheckAndThrowsTheRestAway) {
  http::RawRequest raw;
  raw.path = "/slack/commands";
  raw.body = "ssl_check=1&token=x&team_id=T1&channel_id=C1&user_id=U1&command=%2Fally&text=schedule+remove";
  const auto got = verifier().verify(raw, kNow);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->proof(), kProbe);
  EXPECT_TRUE(got->raw().body.empty());
}

TEST(SlackVerify, TakesNothingElseForAnSslCheck) {
  for (const auto& [path, body] :
       std::vector<std::pair<std::string, std::string>>{{"/slack/commands", "text=ssl_check%3D1"},
                                                        {"/slack/commands", "text=ssl_check"},
                                                        {"/slack/commands", "ssl_check=0"},
                                                        {"/slack/commands", "xssl_check=1"},
                                                        {"/slack/events", "ssl_check=1"},
                                                        {"/slack/events", R"({"a":"&ssl_check=1&"})"}}) {
    http::RawRequest raw;
    raw.path = path;
    raw.body = body;
    expect_refused(std::move(raw));
  }
}

TEST(SlackVerify, TellsNothingAboutTheDigest) {
  auto raw = slack_request("/slack/commands", "text=tip", kNow);
  const std::string digest(raw.headers.only("X-Slack-Signature")->substr(3));
  raw.body += 'x';
  const auto got = verifier().verify(raw, kNow);
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().for_log.find(digest.substr(0, 8)), std::string::npos);
  EXPECT_EQ(got.error().for_log.find("text"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::slack
