#include "bot/platforms/webex/verify.h"

#include "bot/crypto/crypto.h"
#include "bot/crypto/webhook_mac.h"

namespace allybot::platforms::webex {
namespace {

using crypto::WebhookHash;

constexpr const char* kHeader = "X-Spark-Signature";
constexpr const char* kNewerHeader = "X-Webex-Signature";

constexpr struct {
  std::string_view prefix;
  WebhookHash hash;
  std::size_t characters;
} kForms[] = {
    {"sha1=", WebhookHash::Sha1, 40},
    {"sha256=", WebhookHash::Sha256, 64},
    {"sha512=", WebhookHash::Sha512, 128},
};

}  // namespace

Result<Authentic> WebexVerifier::verify(http::RawRequest raw) const {
  const auto refuse = [](const char* why) { return fail(Code::Unauthorized, why); };
  const bool anew = newer_ && raw.headers.count(kHeader) == 0;
  const char* name = anew ? kNewerHeader : kHeader;
  if (raw.headers.count(name) == 0) return refuse("signature missing");
  const auto signature = raw.headers.only(name);
  if (!signature) return refuse("signature doubled");
  if (!(anew ? is_signed_anew(raw.body, *signature) : is_signed(raw.body, *signature))) return refuse("signature does not match");
  return admit(std::move(raw), kBySignature);
}

bool WebexVerifier::is_signed(std::string_view body, std::string_view signature) const {
  return crypto::equal_in_constant_time(crypto::webhook_mac(WebhookHash::Sha1, secret_, body), signature);
}

/// Hex digits of one of three hashes, told by their number, with its name before them or without.
bool WebexVerifier::is_signed_anew(std::string_view body, std::string_view signature) const {
  for (const auto& form : kForms) {
    const bool named = signature.substr(0, form.prefix.size()) == form.prefix;
    const std::string_view digits = named ? signature.substr(form.prefix.size()) : signature;
    if (digits.size() != form.characters) continue;
    return crypto::equal_in_constant_time(crypto::webhook_mac(form.hash, secret_, body), digits);
  }
  return false;
}

}  // namespace allybot::platforms::webex
