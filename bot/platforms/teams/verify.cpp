#include "bot/platforms/teams/verify.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/teams/route.h"
#include "bot/platforms/text_scan.h"

namespace allybot::platforms::teams {
namespace {

constexpr std::size_t kMostToken = 8192;
constexpr std::string_view kScheme = "Bearer ";
constexpr std::chrono::seconds kTolerance{300};

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

JwtRules rules_of(const Expected& expected) {
  return {expected.cloud.issuer,
          {expected.client_id, "api://" + expected.client_id, "api://botid-" + expected.client_id},
          kTolerance};
}

}  // namespace

TeamsVerifier::TeamsVerifier(const Expected& expected, SigningKeys& keys)
    : rules_(rules_of(expected)), tenant_id_(expected.tenant_id), hosts_(expected.cloud), keys_(keys) {}

Result<std::variant<Authentic, Fetch>> TeamsVerifier::verify(http::RawRequest raw, TimePoint now) const {
  // All that needs no key comes first, so that a stranger's nonsense asks for none.
  const auto token = token_of(raw, now);
  if (!token) return tl::unexpected(token.error());
  if (auto good = check_body(raw, *token); !good) return tl::unexpected(good.error());

  auto looked = keys_.find(token->key_id, now);
  switch (looked.kind) {
    case SigningKeys::Looked::Kind::Found: break;
    case SigningKeys::Looked::Kind::Unknown: return refuse("signed by an unknown key");
    case SigningKeys::Looked::Kind::Unavailable: return fail(Code::Unavailable, "signing keys are not known yet");
    case SigningKeys::Looked::Kind::Fetch:
      looked.fetch->raw = std::move(raw);
      return std::variant<Authentic, Fetch>(std::move(*looked.fetch));
  }
  const auto& endorsed = looked.key->endorsements;
  if (!endorsed.empty() && std::find(endorsed.begin(), endorsed.end(), kChannelId) == endorsed.end())
    return refuse("key may not sign for this channel");
  if (!is_signed(*token, looked.key->key)) return refuse("signature does not match");
  return std::variant<Authentic, Fetch>(admit(std::move(raw), kByToken));
}

Result<Jwt> TeamsVerifier::token_of(const http::RawRequest& raw, TimePoint now) const {
  const auto header = raw.headers.only("Authorization");
  if (!header) return refuse(raw.headers.count("Authorization") == 0 ? "authorization missing" : "authorization doubled");
  if (!http::equal_ignoring_case(header->substr(0, kScheme.size()), kScheme)) return refuse("authorization is of another kind");
  const std::string_view text = header->substr(kScheme.size());
  if (text.empty() || text.size() > kMostToken) return refuse("token malformed");
  auto token = read_jwt(text);
  if (!token) return refuse("token malformed");
  if (token->algorithm != "RS256") return refuse("token is signed by another algorithm");
  if (token->key_id.empty()) return refuse("token names no key");
  if (const char* fault = fault_of(*token, rules_, now)) return refuse(fault);
  return std::move(*token);
}

Result<void> TeamsVerifier::check_body(const http::RawRequest& raw, const Jwt& token) const {
  const auto told = scan_texts(is_valid_utf8(raw.body) ? raw.body : with_valid_utf8(raw.body),
                               {"channelId", "serviceUrl", "conversation.tenantId", "channelData.tenant.id"}, kMostNesting);
  if (!told) return refuse("body is no activity");
  const std::string& channel = (*told)[0];
  const std::string& service = (*told)[1];
  if (channel != kChannelId) return refuse("channel is another");
  const std::string claimed = text_at(*token.claims, {"serviceurl"});
  if (claimed.empty() || !same_service(claimed, service)) return refuse("service address is another");
  if (!hosts_.allow(service)) return refuse("service address is none of Microsoft's");
  bool from_tenant = false;
  for (const std::string& tenant : {(*told)[2], (*told)[3]}) {
    if (tenant.empty()) continue;
    if (!http::equal_ignoring_case(tenant, tenant_id_)) return refuse("tenant is another");
    from_tenant = true;
  }
  if (!from_tenant) return refuse("tenant is not told");
  return {};
}

}  // namespace allybot::platforms::teams
