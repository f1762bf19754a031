#include "tests/fakes/teams_tokens.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

EVP_PKEY* private_key(TeamsKey which) {
  static EVP_PKEY* const known = EVP_RSA_gen(2048);
  static EVP_PKEY* const stranger = EVP_RSA_gen(2048);
  return which == TeamsKey::Known ? known : stranger;
}

std::string number(const char* name) {
  BIGNUM* told = nullptr;
  BOT_CHECK(EVP_PKEY_get_bn_param(private_key(TeamsKey::Known), name, &told) == 1);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(told)), '\0');
  BN_bn2bin(told, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(told);
  return crypto::to_base64url(bytes);
}

std::string rs256(const std::string& message, TeamsKey key) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t length = 0;
  BOT_CHECK(EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, private_key(key), nullptr) == 1);
  BOT_CHECK(EVP_DigestSign(context.get(), nullptr, &length, bytes, message.size()) == 1);
  std::string signature(length, '\0');
  BOT_CHECK(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes, message.size()) ==
            1);
  signature.resize(length);
  return signature;
}

std::string keys_document(const std::string& id, const std::string& n, const std::string& e, const std::string& endorsements) {
  Json key{{"kty", "RSA"}, {"use", "sig"}, {"kid", id}, {"e", e}, {"n", n}};
  if (!endorsements.empty()) key["endorsements"] = Json::parse(endorsements);
  return Json{{"keys", Json::array({std::move(key)})}}.dump();
}

}  // namespace

TeamsClaims teams_claims(TimePoint at) {
  TeamsClaims claims;
  claims.not_before = to_unix_seconds(at) - 60;
  claims.expires = claims.not_before + 3600;
  return claims;
}

std::string teams_token(const TeamsClaims& claims, TeamsKey key, const std::string& key_id) {
  const Json header{{"alg", "RS256"}, {"kid", key_id}, {"typ", "JWT"}};
  const Json body{{"serviceurl", claims.service},
                  {"nbf", claims.not_before},
                  {"exp", claims.expires},
                  {"iss", claims.issuer},
                  {"aud", claims.audience}};
  return signed_token(header.dump(), body.dump(), key);
}

std::string signed_token(const std::string& header, const std::string& claims, TeamsKey key) {
  const std::string message = crypto::to_base64url(header) + '.' + crypto::to_base64url(claims);
  return message + '.' + crypto::to_base64url(rs256(message, key));
}

std::string teams_keys(const std::string& endorsements, const std::string& key_id) {
  return keys_document(key_id, number(OSSL_PKEY_PARAM_RSA_N), number(OSSL_PKEY_PARAM_RSA_E), endorsements);
}

std::string teams_vector_token() {
  return "eyJhbGciOiJSUzI1NiIsImtpZCI6InRlc3Qta2lkLTEiLCJ0eXAiOiJKV1QifQ."
         "eyJzZXJ2aWNldXJsIjoiaHR0cHM6Ly9zbWJhLnRyYWZmaWNtYW5hZ2VyLm5ldC9hbWVyLyIsIm5iZiI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMD"
         "AzNjAwLCJpc3MiOiJodHRwczovL2FwaS5ib3RmcmFtZXdvcmsuY29tIiwiYXVkIjoiOTk5OTk5OTktODg4OC03Nzc3LTY2NjYtNTU1NTU1NTU1"
         "NTU1In0.kKWBQMr1wA4HkfBryGD-TMbqEDeYxRXyUQ2CXuFEif8I9BhdlFBmYyVhPf1-rzPTcSSpfvesYon2ovgWtCsXNJgRD1xlm8EESq88m-"
         "DCg9fxuAGxy2AUBLkPeHbRR7Hf_cGJgVH0ao2o-NhK8Tq-RyEJF7Mqs6sAzzAKxXgy17VL46AVf6kkMCCLAjwuR82MQrbc353sW_xo-rnPihf3"
         "pF8_7Ms_8f8KP117n7Nt-aCjhytg30TCQfbkr8cgcgj6AGgNcBQzaprJxJ-3h3O1cqUrOXOGxcsJkWFMsHJDWrZpuPYYMNE8ADSGnabRPPr4RB"
         "FPTnz35fI6WTZZSPEBhw";
}

std::string teams_vector_keys(const std::string& endorsements) {
  return keys_document("test-kid-1",
                       "yrCKgaIJ0LVfui5-9aPajT_VEiMCiBdPw9ptXVK1vRW077WUMhz32QHoyHd5BMKOpws0Tbl9qb65fA9TcQtFwg0F3A-jMtJ"
                       "VMcyTZtqNomRg0KraDXh_3DyxXGeCgtFQQ97omLezgWf6IrYi3_tHL2tMAk_dZBB2NwldfG483RcG0tBJssaYEluLCDsGKc"
                       "GHPbyA7LSrFrZ7rEPY4HypqxI6wa4VJILV-vTXRzLpOREJqhV8Zv1nwlRaXPRvg207m7KjSWA3SMyd9ba_TMDD9kJ3rtd9s"
                       "bmCcgRHbFoe7Ij4iJ7WHTvwfr8s4XVOzkTU8rNIn2KoLwZHuCqu_pJfqw",
                       "AQAB", endorsements);
}

http::ClientOutcome teams_login_answer(const http::ClientRequest& request, const std::string& keys) {
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = 200;
  const std::string metadata = "/v1/.well-known/openidconfiguration";
  const std::size_t at = request.url.find(metadata);
  if (at != std::string::npos)
    outcome.body = Json{{"issuer", kTeamsIssuer}, {"jwks_uri", request.url.substr(0, at) + "/v1/.well-known/keys"}}.dump();
  else if (request.url.find("/v1/.well-known/keys") != std::string::npos)
    outcome.body = keys;
  else
    outcome.status = 404;
  return outcome;
}

}  // namespace allybot::fakes
