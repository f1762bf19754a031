#include "bot/platforms/discord/verify.h"

#include <gtest/gtest.h>

#include "tests/fakes/discord_requests.h"

namespace allybot::platforms::discord {
namespace {

const TimePoint kThen = from_unix_millis(1700000000000);

// The key of RFC 8032's first test; signatures computed over timestamp and body.
constexpr const char* kPing = R"({"type":1})";
constexpr const char* kPingSignature =
    "1695961a47c91a1ec033b819b7e87e3dbc583dd0cee6d1fd0216f58ac87b6228ae531ddbf91fb7bc28d7edf7f08604da16f54624f38a6bc0614e4dc13cd4"
    "7f"
    "0f";
constexpr const char* kCommand = R"({"id":"1","type":2,"data":{"name":"ally"}})";
constexpr const char* kCommandSignature =
    "45aeef07be44ad800dc4b922bce4f7525b6dd35ff74f90ad655efe05eaf63290b9677fda194a21475756536ffee31c6c12f260233567cf6b0f5fd1fdd504"
    "84"
    "08";

http::RawRequest request(const std::string& timestamp, std::string body, const std::string& signature) {
  http::RawRequest raw;
  raw.path = "/discord/interactions";
  raw.headers.add("x-signature-timestamp", timestamp);
  raw.headers.add("x-signature-ed25519", signature);
  raw.body = std::move(body);
  return raw;
}

Result<Authentic> verified(http::RawRequest raw, TimePoint now = kThen) {
  const DiscordVerifier verifier(std::move(*read_public_key(fakes::kDiscordPublicKey)));
  return verifier.verify(std::move(raw), now);
}

void expect_refused(http::RawRequest raw, TimePoint now = kThen) {
  const auto got = verified(std::move(raw), now);
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::Unauthorized);
  EXPECT_TRUE(got.error().for_member.empty());
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

TEST(DiscordVerify, AcceptsTheComputedVectors) {
  const auto ping = verified(request("1700000000", kPing, kPingSignature));
  ASSERT_TRUE(ping.has_value());
  EXPECT_EQ(ping->raw().body, kPing);
  EXPECT_TRUE(verified(request("1700000000", kCommand, kCommandSignature)).has_value());
  EXPECT_TRUE(verified(request("1700000000", kPing, upper(kPingSignature))).has_value()) << "hex of either case";
}

TEST(DiscordVerify, RefusesAChangedBody) {
  expect_refused(request("1700000000", R"({"type": 1})", kPingSignature));
  expect_refused(request("1700000000", kCommand, kPingSignature));
  expect_refused(request("1700000000", "", kPingSignature));
  expect_refused(request("1700000000", std::string(kPing) + '\n', kPingSignature));
}

TEST(DiscordVerify, RefusesATimestampThatWasNotSigned) {
  expect_refused(request("1700000001", kPing, kPingSignature));
  expect_refused(request("01700000000", kPing, kPingSignature));
  // The border between the two is signed by nobody, but a moved one is out of the window, or no number.
  expect_refused(request("170000000", "0" + std::string(kPing), kPingSignature));
}

TEST(DiscordVerify, KeepsAWindowWithTwoEnds) {
  const auto good = request("1700000000", kPing, kPingSignature);
  EXPECT_TRUE(verified(good, kThen + std::chrono::seconds(300)).has_value());
  EXPECT_TRUE(verified(good, kThen - std::chrono::seconds(300)).has_value());
  expect_refused(good, kThen + std::chrono::seconds(301));
  expect_refused(good, kThen - std::chrono::seconds(301));
  expect_refused(good, kThen + std::chrono::hours(24 * 365));
}

TEST(DiscordVerify, RefusesAChangedSignature) {
  std::string changed = kPingSignature;
  for (const std::size_t at : {0U, 63U, 64U, 127U}) {
    changed = kPingSignature;
    changed[at] = changed[at] == '0' ? '1' : '0';
    expect_refused(request("1700000000", kPing, changed));
  }
  expect_refused(request("1700000000", kPing, std::string(128, '0')));
  expect_refused(
      request("1700000000", kPing, fakes::ed25519_signature(std::string("1700000000") + kPing, fakes::kOtherDiscordSeed)));
}

TEST(DiscordVerify, RefusesMalformedHeaders) {
  const std::string signature = kPingSignature;
  for (const std::string& wrong :
       {std::string(), signature.substr(2), signature.substr(1), signature + "00", 'g' + signature.substr(1),
        " " + signature.substr(1), "0x" + signature.substr(2), signature + std::string(100000, 'a'), std::string(128, '\0')})
    expect_refused(request("1700000000", kPing, wrong));
  for (const char* wrong :
       {"", " 1700000000", "1700000000 ", "-1", "+1700000000", "1.7e9", "now", "1700000000000000000000", "0x6553f100"})
    expect_refused(request(wrong, kPing, kPingSignature));
}

TEST(DiscordVerify, RefusesMissingAndDoubledHeaders) {
  http::RawRequest bare = request("1700000000", kPing, kPingSignature);
  bare.headers = {};
  expect_refused(bare);
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"X-Signature-Ed25519", kPingSignature},
                                    std::pair<std::string, std::string>{"X-Signature-Timestamp", "1700000000"}}) {
    http::RawRequest one = bare;
    one.headers.add(name, value);
    expect_refused(one);
    http::RawRequest twice = request("1700000000", kPing, kPingSignature);
    twice.headers.add(name, value);
    expect_refused(twice);
  }
}

TEST(DiscordVerify, SaysTheSameWhateverIsWrong) {
  const auto old = verified(request("1700000000", kPing, kPingSignature), kThen + std::chrono::hours(1));
  const auto changed = verified(request("1700000000", kCommand, kPingSignature));
  ASSERT_FALSE(old.has_value() || changed.has_value());
  EXPECT_EQ(http::error_response(old.error()).body, http::error_response(changed.error()).body);
  EXPECT_EQ(http::error_response(old.error()).status, 401) << "Discord tries it, and takes the address away otherwise";
}

TEST(DiscordVerify, ReadsAPublicKeyOfEitherCase) {
  EXPECT_TRUE(read_public_key(upper(fakes::kDiscordPublicKey)).has_value());
  for (const std::string& wrong : {std::string(), std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'g')})
    EXPECT_FALSE(read_public_key(wrong).has_value()) << wrong;
}

}  // namespace
}  // namespace allybot::platforms::discord
