#include "bot/platforms/google_chat/account.h"

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"
#include "bot/platforms/google_chat/card.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::google_chat {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kScope = "https://www.googleapis.com/auth/chat.bot";
constexpr std::int64_t kLife = 3600;

}  // namespace

Result<Account> read_account(const Secret& json) {
  const auto wrong = [](const char* sentence) { return fail(Code::Invalid, sentence); };
  const auto read = read_json(json.reveal());
  if (!read || !read->is_object())
    return wrong(
        "GOOGLECHAT_SERVICE_ACCOUNT must be the JSON key of a service account; give its path as "
        "GOOGLECHAT_SERVICE_ACCOUNT_FILE.");
  if (text_at(*read, {"type"}) != "service_account" || text_at(*read, {"client_email"}).empty())
    return wrong(
        "GOOGLECHAT_SERVICE_ACCOUNT is no key of a service account; make one in Google Cloud, IAM, Service accounts, Keys.");
  auto key = crypto::RsaPrivateKey::from_pem(Secret(text_at(*read, {"private_key"})));
  if (!key) return wrong("GOOGLECHAT_SERVICE_ACCOUNT holds no usable private_key; make a new JSON key.");
  return Account{text_at(*read, {"client_email"}), text_at(*read, {"private_key_id"}), std::move(*key)};
}

Result<std::string> invented_account() {
  const auto pem = crypto::RsaPrivateKey::new_pem();
  if (!pem) return tl::unexpected(pem.error());
  return dumped({{"type", "service_account"}, {"client_email", "nobody@example.org"}, {"private_key", pem->reveal()}});
}

http::ClientRequest token_request(const Account& account, const std::string& token_url, TimePoint now) {
  Json header{{"alg", "RS256"}, {"typ", "JWT"}};
  if (!account.key_id.empty()) header["kid"] = account.key_id;
  const std::int64_t at = to_unix_seconds(now);
  const Json claims{{"iss", account.email}, {"scope", kScope}, {"aud", token_url}, {"iat", at}, {"exp", at + kLife}};
  const std::string signed_part = crypto::to_base64url(dumped(header)) + '.' + crypto::to_base64url(dumped(claims));
  const auto signature = account.key.sign(signed_part);
  http::ClientRequest request;
  request.url = token_url;
  request.content_type = "application/x-www-form-urlencoded";
  // Without a signature Google refuses it, which is told like any refusal.
  request.body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + signed_part + '.' +
                 (signature ? crypto::to_base64url(*signature) : std::string());
  return request;
}

}  // namespace allybot::platforms::google_chat
