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

  auto signer = signer_of(*token, keys_, now);
  if (!signer) return tl::unexpected(std::move(signer.error()));
  if (auto* fetch = std::get_if<Fetch>(&*signer)) {
    fetch->raw = std::move(raw);
    return std::variant<Authentic, Fetch>(std::move(*fetch));
  }
  const auto& endorsed = std::get<SigningKey>(*signer).endorsements;
  if (!endorsed.empty() && std::find(endorsed.begin(), endorsed.end(), kChannelId) == endorsed.end())
    return refuse("key may not sign for this channel");
  return std::variant<Authentic, Fetch>(admit(std::move(raw), kByToken));
}

Result<Jwt> TeamsVerifier::token_of(const http::RawRequest& raw, TimePoint now) const {
  auto token = bearer_token(raw);
  if (!token) return token;
  if (const char* fault = fault_of(*token, rules_, now)) return refuse(fault);
  return token;
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
