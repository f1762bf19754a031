// JSON Web Tokens that another party signed with RS256 (RFC 7515, 7519): read, then judged against what we expect.
// Must never choose an algorithm by what the token says, and never put a token into an error or a log.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/time.h"
#include "bot/crypto/rsa.h"

namespace allybot::platforms {

/// A token as it says of itself: nothing of it is proven.
struct Jwt {
  std::string algorithm, key_id;
  std::shared_ptr<const nlohmann::json> claims;  ///< an object
  std::string signed_part;                       ///< the literal bytes that the signature covers
  std::string signature;
};

/// Three parts of canonical base64url, header and claims JSON objects, no critical extension. Nothing when it is none.
std::optional<Jwt> read_jwt(std::string_view token);

struct JwtRules {
  std::string issuer;
  std::vector<std::string> audiences;  ///< one of them
  std::chrono::seconds tolerance{300};
  const char* begins = "nbf";            ///< the claim that says from when
  std::chrono::seconds longest_life{0};  ///< from then to its end; 0: any
};

/// Why the claims do not hold now, as a stable sentence; nullptr when they do. Both ends of the time have to be told.
const char* fault_of(const Jwt& token, const JwtRules& rules, TimePoint now);

/// RS256 whatever the token says; false when it says another algorithm.
bool is_signed(const Jwt& token, const crypto::RsaPublicKey& key);

}  // namespace allybot::platforms
