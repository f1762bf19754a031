#include "bot/platforms/jwt.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms {
namespace {

using nlohmann::json;

constexpr std::string_view kAlgorithm = "RS256";
constexpr std::int64_t kMostSeconds = 1LL << 40U;  // of any date that a token may name

/// One text has one form: what decodes and encodes again to something else is refused.
std::optional<std::string> decoded(std::string_view part) {
  auto bytes = crypto::from_base64url(part);
  if (!bytes || crypto::to_base64url(*bytes) != part) return std::nullopt;
  return bytes;
}

std::shared_ptr<const json> object_in(std::string_view part) {
  const auto text = decoded(part);
  if (!text) return nullptr;
  auto read = read_json(*text);
  if (!read || !read->is_object()) return nullptr;
  return std::make_shared<const json>(std::move(*read));
}

/// Seconds since 1970; fractions are let pass, for RFC 7519 allows them.
std::optional<std::int64_t> seconds_at(const json& claims, const char* name) {
  const json* value = find(claims, {name});
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double told = value->get<double>();
  if (!(told >= 0 && told < static_cast<double>(kMostSeconds))) return std::nullopt;
  return static_cast<std::int64_t>(told);
}

}  // namespace

std::optional<Jwt> read_jwt(std::string_view token) {
  const auto parts = split(token, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto header = object_in(parts[0]);
  auto claims = object_in(parts[1]);
  auto signature = decoded(parts[2]);
  if (!header || !claims || !signature || signature->empty() || header->contains("crit")) return std::nullopt;
  return Jwt{text_at(*header, {"alg"}), text_at(*header, {"kid"}), std::move(claims),
             std::string(token.substr(0, parts[0].size() + 1 + parts[1].size())), std::move(*signature)};
}

const char* fault_of(const Jwt& token, const JwtRules& rules, TimePoint now) {
  if (rules.issuer.empty() || text_at(*token.claims, {"iss"}) != rules.issuer) return "issuer is another";
  const std::string audience = text_at(*token.claims, {"aud"});
  if (audience.empty() || std::find(rules.audiences.begin(), rules.audiences.end(), audience) == rules.audiences.end())
    return "audience is another";
  const auto not_before = seconds_at(*token.claims, rules.begins);
  const auto expires = seconds_at(*token.claims, "exp");
  if (!not_before || !expires) return "token tells no time";
  if (rules.longest_life.count() > 0 && *expires - *not_before > rules.longest_life.count()) return "token lives too long";
  const std::int64_t at = to_unix_seconds(now);
  if (at < *not_before - rules.tolerance.count()) return "token is not valid yet";
  if (at >= *expires + rules.tolerance.count()) return "token is not valid any more";
  return nullptr;
}

bool is_signed(const Jwt& token, const crypto::RsaPublicKey& key) {
  return token.algorithm == kAlgorithm && key.has_signed(token.signed_part, token.signature);
}

}  // namespace allybot::platforms
