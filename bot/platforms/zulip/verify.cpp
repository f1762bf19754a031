#include "bot/platforms/zulip/verify.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/text_scan.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {
namespace {

constexpr std::size_t kMostToken = 256;

}  // namespace

// https://zulip.com/api/outgoing-webhooks
Result<Authentic> ZulipVerifier::verify(http::RawRequest raw) const {
  const auto refuse = [](const char* why) { return fail(Code::Unauthorized, why); };
  if (raw.path != kMessagesPath) return refuse("no such path");
  // What is no text is answered politely to whoever proves himself.
  const auto texts = is_valid_utf8(raw.body) ? scan_texts(raw.body, {"token", "bot_email"})
                                             : scan_texts(with_valid_utf8(raw.body), {"token", "bot_email"});
  if (!texts) return refuse("no request of Zulip's");
  const std::string& token = texts->at(0);
  if (token.empty()) return refuse("token missing");
  if (token.size() > kMostToken) return refuse("token malformed");
  if (!crypto::equal_in_constant_time(token, token_.reveal())) return refuse("token is none of ours");
  if (texts->at(1) != bot_email_) return refuse("token of another bot");
  return admit(std::move(raw), kByToken);
}

}  // namespace allybot::platforms::zulip
