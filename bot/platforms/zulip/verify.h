// Proves that a request comes from our Zulip server: by the token of the bot's outgoing webhook, which is all that Zulip sends.
// Must never read more of a body than its proof, and never say why a proof failed.
#pragma once

#include <string>

#include "bot/core/secret.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::zulip {

inline constexpr const char* kByToken = "token";

/// Any thread may call it.
class ZulipVerifier : private Verifier {
 public:
  ZulipVerifier(Secret token, std::string bot_email) : token_(std::move(token)), bot_email_(std::move(bot_email)) {}

  Result<Authentic> verify(http::RawRequest raw) const;

 private:
  Secret token_;
  std::string bot_email_;
};

}  // namespace allybot::platforms::zulip
