#include "bot/platforms/bearer.h"

#include "bot/http/ascii.h"

namespace allybot::platforms {
namespace {

constexpr std::size_t kMostToken = 8192;
constexpr std::string_view kScheme = "Bearer ";

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

}  // namespace

Result<Jwt> bearer_token(const http::RawRequest& raw) {
  const auto header = raw.headers.only("Authorization");
  if (!header) return refuse(raw.headers.count("Authorization") == 0 ? "authorization missing" : "authorization doubled");
  if (!http::equal_ignoring_case(header->substr(0, kScheme.size()), kScheme)) return refuse("authorization is of another kind");
  const std::string_view text = header->substr(kScheme.size());
  if (text.empty() || text.size() > kMostToken) return refuse("token malformed");
  auto token = read_jwt(text);
  if (!token) return refuse("token malformed");
  if (token->algorithm != "RS256") return refuse("token is signed by another algorithm");
  if (token->key_id.empty()) return refuse("token names no key");
  return std::move(*token);
}

Result<std::variant<SigningKey, Fetch>> signer_of(const Jwt& token, SigningKeys& keys, TimePoint now) {
  auto looked = keys.find(token.key_id, now);
  switch (looked.kind) {
    case SigningKeys::Looked::Kind::Found: break;
    case SigningKeys::Looked::Kind::Unknown: return refuse("signed by an unknown key");
    case SigningKeys::Looked::Kind::Unavailable: return fail(Code::Unavailable, "signing keys are not known yet");
    case SigningKeys::Looked::Kind::Fetch: return std::variant<SigningKey, Fetch>(std::move(*looked.fetch));
  }
  if (!is_signed(token, looked.key->key)) return refuse("signature does not match");
  return std::variant<SigningKey, Fetch>(std::move(*looked.key));
}

}  // namespace allybot::platforms
