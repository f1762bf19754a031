// Proves that the Bot Connector of our cloud sent a request, for our app and from our tenant.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
// Must never read more of a body than its proof, and never say why a proof failed. The token does not cover the body: who may
// read our requests can change them, so nothing here replaces TLS.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/bearer.h"
#include "bot/platforms/teams/clouds.h"

namespace allybot::platforms::teams {

inline constexpr const char* kByToken = "token";  ///< Authentic::proof()

struct Expected {
  std::string client_id, tenant_id;
  Cloud cloud;
};

/// Any thread may call it.
class TeamsVerifier : private Verifier {
 public:
  TeamsVerifier(const Expected& expected, SigningKeys& keys);

  /// A Fetch when the token may be good and its key is not known yet; Unavailable when it is too early to ask for keys.
  Result<std::variant<Authentic, Fetch>> verify(http::RawRequest raw, TimePoint now) const;

 private:
  Result<Jwt> token_of(const http::RawRequest& raw, TimePoint now) const;
  Result<void> check_body(const http::RawRequest& raw, const Jwt& token) const;

  const JwtRules rules_;
  const std::string tenant_id_;
  const ServiceHosts hosts_;
  SigningKeys& keys_;
};

}  // namespace allybot::platforms::teams
