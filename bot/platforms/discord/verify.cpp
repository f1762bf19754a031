#include "bot/platforms/discord/verify.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/http/ascii.h"
#include "bot/http/message.h"

namespace allybot::platforms::discord {
namespace {

/// Discord names no greatest age; an older request could only be a repeat.
constexpr std::int64_t kMostSkewSeconds = 300;
constexpr std::size_t kMostTimestampDigits = 12;

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

std::optional<std::string> from_any_hex(std::string_view text) { return crypto::from_hex(http::lower_case(text)); }

}  // namespace

Result<Authentic> DiscordVerifier::verify(http::RawRequest raw, TimePoint now) const {
  const auto timestamp = raw.headers.only(kTimestampHeader);
  std::int64_t sent_at = 0;
  if (!timestamp || timestamp->size() > kMostTimestampDigits || !parse_number(*timestamp, sent_at))
    return refuse("timestamp missing, doubled or malformed");
  const std::int64_t skew = to_unix_seconds(now) - sent_at;
  if (skew > kMostSkewSeconds || skew < -kMostSkewSeconds) return refuse("timestamp outside the window");
  const auto written = raw.headers.only(kSignatureHeader);
  if (!written || written->size() != 2 * crypto::Ed25519PublicKey::kSignatureBytes)
    return refuse("signature missing, doubled or malformed");
  const auto signature = from_any_hex(*written);
  if (!signature) return refuse("signature missing, doubled or malformed");

  // The timestamp's own bytes are signed: " 1" or "01" would be other bytes.
  std::string message;
  message.reserve(timestamp->size() + raw.body.size());
  (message += *timestamp) += raw.body;
  if (!key_.verifies(message, *signature)) return refuse("signature does not match");
  return admit(std::move(raw), "signature");
}

std::optional<crypto::Ed25519PublicKey> read_public_key(std::string_view hex) {
  const auto bytes = from_any_hex(hex);
  if (!bytes) return std::nullopt;
  return crypto::Ed25519PublicKey::read(*bytes);
}

}  // namespace allybot::platforms::discord
