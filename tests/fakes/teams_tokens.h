// Tokens as the Bot Connector signs them, with keys made when a test program starts; and the vector of the platform's notes.
// Must never hold a private key in the tree, nor an id of a real tenant.
#pragma once

#include <string>

#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kTeamsClient = "99999999-8888-7777-6666-555555555555";
inline constexpr const char* kTeamsSecret = "fakesecret~teams";
inline constexpr const char* kTeamsTenant = "aaaa0000-0000-0000-0000-000000000001";
inline constexpr const char* kTeamsAccessToken = "fake.access.token";
inline constexpr const char* kTeamsIssuer = "https://api.botframework.com";
inline constexpr const char* kTeamsService = "https://smba.trafficmanager.net/amer/";

/// Which private key signs: that of "fake-1", or one that no metadata tells.
enum class TeamsKey { Known, Stranger };

struct TeamsClaims {
  std::string issuer = kTeamsIssuer, audience = kTeamsClient, service = kTeamsService;
  std::int64_t not_before = 0, expires = 0;
};
/// Valid for an hour from a minute before `at`.
TeamsClaims teams_claims(TimePoint at);

std::string teams_token(const TeamsClaims& claims, TeamsKey key = TeamsKey::Known, const std::string& key_id = "fake-1");
/// Any JSON as header and claims, signed with RS256.
std::string signed_token(const std::string& header, const std::string& claims, TeamsKey key = TeamsKey::Known);

/// The keys' document; `endorsements` is JSON.
std::string teams_keys(const std::string& endorsements = R"(["msteams"])", const std::string& key_id = "fake-1");
/// The vector: valid from 1700000000 to 1700003600, signed by "test-kid-1".
std::string teams_vector_token();
std::string teams_vector_keys(const std::string& endorsements = R"(["msteams"])");

/// What the login answers to a fetch of metadata or keys; 404 for anything else.
http::ClientOutcome teams_login_answer(const http::ClientRequest& request, const std::string& keys = teams_keys());

}  // namespace allybot::fakes
