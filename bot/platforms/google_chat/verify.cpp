#include "bot/platforms/google_chat/verify.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr std::chrono::seconds kTolerance{300};
constexpr std::chrono::seconds kLongestLife{86400};

}  // namespace

std::string addon_account(const std::string& project_number) {
  return "service-" + project_number + "@gcp-sa-gsuiteaddons.iam.gserviceaccount.com";
}

const char* GoogleChatVerifier::fault_in(const Jwt& token, TimePoint now) const {
  const bool by_google = expected_.kind == AudienceKind::Url;
  JwtRules rules{by_google ? "https://accounts.google.com" : kChatAccount, {expected_.audience}, kTolerance};
  rules.begins = "iat";
  rules.longest_life = kLongestLife;
  if (by_google && text_at(*token.claims, {"iss"}) == "accounts.google.com") rules.issuer = "accounts.google.com";
  if (const char* fault = fault_of(token, rules, now)) return fault;
  if (!by_google) return nullptr;
  // Everybody at Google can have a token for our address: whose it is decides. Never by a part of it: each project has such an
  // account.
  if (text_at(*token.claims, {"email"}) != expected_.email) return "account is another";
  return true_at(*token.claims, {"email_verified"}) ? nullptr : "account is not verified";
}

Result<std::variant<Authentic, Fetch>> GoogleChatVerifier::verify(http::RawRequest raw, TimePoint now) const {
  // All that needs no key comes first, so that a stranger's nonsense asks for none.
  const auto token = bearer_token(raw);
  if (!token) return tl::unexpected(token.error());
  if (const char* fault = fault_in(*token, now)) return fail(Code::Unauthorized, fault);
  auto signer = signer_of(*token, keys_, now);
  if (!signer) return tl::unexpected(std::move(signer.error()));
  if (auto* fetch = std::get_if<Fetch>(&*signer)) {
    fetch->raw = std::move(raw);
    return std::variant<Authentic, Fetch>(std::move(*fetch));
  }
  return std::variant<Authentic, Fetch>(admit(std::move(raw), kByToken));
}

}  // namespace allybot::platforms::google_chat
