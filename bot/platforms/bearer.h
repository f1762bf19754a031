// The token in "Authorization: Bearer ...", and its proof by keys that are fetched when needed: for platforms that sign one.
// Must never say why a proof failed to anybody but the log.
#pragma once

#include <optional>

#include "bot/http/message.h"
#include "bot/platforms/jwt.h"
#include "bot/platforms/signing_keys.h"

namespace allybot::platforms {

/// Unauthorized unless there is exactly one, it is a JWT, says RS256 and names a key. Nothing of it is proven.
Result<Jwt> bearer_token(const http::RawRequest& raw);

/// The key that signed it; a Fetch when it may be good and its key is not known yet. Unauthorized when nobody we know signed
/// it, Unavailable when it is too early to ask for keys.
Result<std::variant<SigningKey, Fetch>> signer_of(const Jwt& token, SigningKeys& keys, TimePoint now);

}  // namespace allybot::platforms
