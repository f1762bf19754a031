#include "bot/platforms/rocket_chat/verify.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/text_scan.h"

namespace allybot::platforms::rocket_chat {
namespace {

constexpr std::size_t kMostToken = 256;

}  // namespace

Result<Authentic> RocketChatVerifier::verify(http::RawRequest raw) const {
  const auto refuse = [](const char* why) { return fail(Code::Unauthorized, why); };
  if (raw.path != kMessagesPath) return refuse("no such path");
  // What is no text is answered politely to whoever proves himself.
  const auto texts = is_valid_utf8(raw.body) ? scan_texts(raw.body, {"token"}) : scan_texts(with_valid_utf8(raw.body), {"token"});
  if (!texts) return refuse("no request of Rocket.Chat's");
  const std::string& token = texts->at(0);
  if (token.empty()) return refuse("token missing");
  if (token.size() > kMostToken) return refuse("token malformed");
  bool ours = false;
  for (const Secret& one : tokens_) ours = crypto::equal_in_constant_time(token, one.reveal()) || ours;  // all, whichever fits
  if (!ours) return refuse("token is none of ours");
  return admit(std::move(raw), "token");
}

}  // namespace allybot::platforms::rocket_chat
