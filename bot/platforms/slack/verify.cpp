#include "bot/platforms/slack/verify.h"

#include "bot/core/text.h"
#include "bot/http/message.h"
#include "bot/platforms/slack/route.h"

namespace allybot::platforms::slack {
namespace {

constexpr std::int64_t kMostSkewSeconds = 300;
constexpr std::size_t kSignatureCharacters = 3 + 64;  // "v0=" and the digest in hex
constexpr std::size_t kMostTimestampDigits = 12;

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

/// "With public distribution active Slack sometimes sends ssl_check=1", unsigned, to see the certificate.
bool is_ssl_check(const http::RawRequest& raw) {
  // The cheap look first: it is asked of every command.
  if (raw.path == kEventsPath || raw.body.find("ssl_check") == std::string::npos) return false;
  return http::form_field(raw.body, "ssl_check") == "1";
}

}  // namespace

SlackVerifier::SlackVerifier(const Secret& signing_secret, const std::optional<Secret>& previous)
    : current_(signing_secret), previous_(previous ? std::make_unique<crypto::Hmac>(*previous) : nullptr) {}

Result<Authentic> SlackVerifier::verify(http::RawRequest raw, TimePoint now) const {
  if (is_ssl_check(raw)) {
    raw.body.clear();
    return admit(std::move(raw), kProbe);
  }
  const auto timestamp = raw.headers.only(kTimestampHeader);
  std::int64_t sent_at = 0;
  if (!timestamp || timestamp->size() > kMostTimestampDigits || !parse_number(*timestamp, sent_at))
    return refuse("timestamp missing, doubled or malformed");
  const std::int64_t skew = to_unix_seconds(now) - sent_at;
  if (skew > kMostSkewSeconds || skew < -kMostSkewSeconds) return refuse("timestamp outside the window");
  const auto signature = raw.headers.only(kSignatureHeader);
  if (!signature || signature->size() != kSignatureCharacters) return refuse("signature missing, doubled or malformed");

  const bool good =
      matches(current_, *timestamp, raw.body, *signature) || (previous_ && matches(*previous_, *timestamp, raw.body, *signature));
  if (!good) return refuse("signature does not match");
  return admit(std::move(raw), kSigned);
}

bool SlackVerifier::matches(const crypto::Hmac& key, std::string_view timestamp, std::string_view body,
                            std::string_view signature) const {
  // The timestamp's own bytes are signed: " 1" or "01" would be other bytes.
  const crypto::Digest digest = key.mac({"v0:", timestamp, ":", body});
  return crypto::equal_in_constant_time("v0=" + crypto::to_hex(digest), signature);
}

Authentic SocketVerifier::heard(std::string path, std::string body, const std::string& envelope) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = std::move(path);
  raw.headers.add(kSignatureHeader, envelope);
  raw.body = std::move(body);
  return admit(std::move(raw), kHeard);
}

}  // namespace allybot::platforms::slack
