#include "bot/platforms/teams_outgoing/verify.h"

#include "bot/crypto/crypto.h"
#include "bot/platforms/teams_outgoing/webhooks.h"

namespace allybot::platforms::teams_outgoing {

Result<Authentic> OutgoingVerifier::verify(http::RawRequest raw) const {
  const auto refuse = [](const char* why) { return fail(Code::Unauthorized, why); };
  const auto name = http::form_field(raw.query, kWebhook);
  const auto key = name ? keys_.find(*name) : keys_.end();
  if (key == keys_.end()) return refuse("webhook is not named");
  if (raw.body.empty()) return refuse("body missing");
  if (raw.headers.count("Authorization") == 0) return refuse("signature missing");
  const auto signature = raw.headers.only("Authorization");
  if (!signature) return refuse("signature doubled");
  const crypto::Digest mac = crypto::hmac_sha256(key->second, raw.body);
  const std::string wanted = "HMAC " + crypto::to_base64(std::string(mac.begin(), mac.end()));
  if (!crypto::equal_in_constant_time(wanted, *signature)) return refuse("signature does not match");
  return admit(std::move(raw), key->first);
}

}  // namespace allybot::platforms::teams_outgoing
