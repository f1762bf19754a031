#include "tests/fakes/fake_google_chat.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "tests/fakes/google_chat_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kBetweenWrites{1};
constexpr std::string_view kSpaces = "/v1/spaces/";

http::Response yes(const json& body) { return http::json_response(body.dump()); }
http::Response no(int status, const char* word) {
  return http::json_response(
      json{{"error", {{"code", status}, {"message", "Not in words that a program should read"}, {"status", word}}}}.dump(),
      status);
}

std::string parameter(const std::string& query, const std::string& name) {
  for (const std::string_view one : split(query, '&'))
    if (one.substr(0, name.size() + 1) == name + '=') return std::string(one.substr(name.size() + 1));
  return {};
}

bool is_signed_by_account(const std::string& assertion) {
  const std::size_t dot = assertion.rfind('.');
  const auto signature = crypto::from_base64url(assertion.substr(dot + 1));
  const std::string pem = json::parse(chat_account()).at("private_key");
  const std::unique_ptr<BIO, int (*)(BIO*)> reader(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(PEM_read_bio_PrivateKey(reader.get(), nullptr, nullptr, nullptr),
                                                           EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return signature && EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature->data()), signature->size(),
                          reinterpret_cast<const unsigned char*>(assertion.data()), dot) == 1;
}

}  // namespace

FakeGoogleChat::FakeGoogleChat(const Clock& clock) : clock_(clock) {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeGoogleChat::settings() const {
  return {{"GOOGLECHAT_PROJECT_NUMBER", kChatProject},
          {"GOOGLECHAT_SERVICE_ACCOUNT", chat_account()},
          {"GOOGLECHAT_API_URL", platform_.url()}};
}

std::string FakeGoogleChat::webhook_of(const std::string& space) const {
  return platform_.url() + posts_of(space) + "?key=" + kChatWebhookKey + "&token=" + kChatWebhookToken + space;
}
void FakeGoogleChat::describe(const std::string& space, Standing as) {
  const Lock lock(mutex_);
  standings_[space] = as;
}
void FakeGoogleChat::begin_conversation(const std::string& member, const std::string& space) {
  const Lock lock(mutex_);
  conversations_[member] = space;
}
void FakeGoogleChat::end_tokens() {
  const Lock lock(mutex_);
  tokens_.clear();
}
void FakeGoogleChat::refuse_account(bool refuse) {
  const Lock lock(mutex_);
  refuses_ = refuse;
}
std::vector<FakeGoogleChat::Message> FakeGoogleChat::messages_in(const std::string& space) const {
  const Lock lock(mutex_);
  std::vector<Message> all = messages_;
  std::erase_if(all, [&](const Message& one) { return one.space != space; });
  return all;
}
std::size_t FakeGoogleChat::tokens_given() const {
  const Lock lock(mutex_);
  return given_;
}
std::vector<std::string> FakeGoogleChat::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeGoogleChat::answer(const Call& call) {
  const Lock lock(mutex_);
  if (call.path == "/oauth2/v3/certs") return http::json_response(teams_keys(""));
  if (call.path == "/token") return give_token(call);
  const bool by_webhook = !parameter(call.query, "key").empty();
  const auto bearer = call.headers.only("Authorization");
  if (!by_webhook && (!bearer || tokens_.count(std::string(bearer->substr(std::min<std::size_t>(7, bearer->size())))) == 0))
    return no(401, "UNAUTHENTICATED");
  if (call.path == "/v1/spaces:findDirectMessage") {
    const auto known = conversations_.find(parameter(call.query, "name").substr(6));
    return known == conversations_.end() ? no(404, "NOT_FOUND") : yes({{"name", "spaces/" + known->second}});
  }
  if (call.path.compare(0, kSpaces.size(), kSpaces) != 0) return no(404, "NOT_FOUND");
  const auto parts = split(std::string_view(call.path).substr(kSpaces.size()), '/');
  const std::string space(parts[0]);
  const auto standing = standings_.find(space);
  if (standing != standings_.end() && standing->second == Standing::BotRemoved) return no(403, "PERMISSION_DENIED");
  if (standing != standings_.end() && standing->second == Standing::Gone) return no(404, "NOT_FOUND");
  if (parts.size() == 1 && call.method == "GET") return yes({{"name", "spaces/" + space}, {"spaceType", "SPACE"}});
  if (by_webhook) return parts.size() == 2 && call.method == "POST" ? take_by_webhook(call, space) : no(404, "NOT_FOUND");
  if (parts.size() == 2 && call.method == "POST") return take(call, space);
  if (parts.size() == 3 && call.method == "PATCH") return change(call);
  return no(404, "NOT_FOUND");
}

// https://developers.google.com/identity/protocols/oauth2/service-account#httprest
http::Response FakeGoogleChat::give_token(const Call& call) {
  const auto refuse = [] { return http::json_response(R"({"error":"invalid_grant","error_description":"Invalid JWT."})", 400); };
  const std::string assertion = parameter(call.body, "assertion");
  const auto parts = split(assertion, '.');
  if (parameter(call.body, "grant_type") != "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" || parts.size() != 3 ||
      refuses_ || !is_signed_by_account(assertion))
    return refuse();
  const json claims = json::parse(crypto::from_base64url(parts[1]).value_or(""), nullptr, false);
  const std::int64_t now = to_unix_seconds(clock_.now());
  if (!claims.is_object() || claims.value("aud", "") != platform_.url() + "/token" ||
      claims.value("scope", "") != "https://www.googleapis.com/auth/chat.bot" ||
      claims.value("exp", std::int64_t{0}) - claims.value("iat", std::int64_t{0}) > 3600 ||
      std::abs(claims.value("iat", std::int64_t{0}) - now) > 300)
    return refuse();
  const std::string token = kChatAccessToken + std::string("-") + std::to_string(++given_);
  tokens_.insert(token);
  return yes({{"access_token", token}, {"expires_in", 3599}, {"token_type", "Bearer"}});
}

void FakeGoogleChat::judge(const std::string& body) {
  for (std::string& one : google_chat_complaints(body))
    if (one.compare(0, 18, "a link to https://") != 0) complaints_.push_back(std::move(one));  // else the library's own
}

http::Response FakeGoogleChat::take_by_webhook(const Call& call, const std::string& space) {
  if (parameter(call.query, "key") != kChatWebhookKey) {
    json answer = {{"error", {{"code", 400}, {"status", "INVALID_ARGUMENT"}, {"details", {{{"reason", "API_KEY_INVALID"}}}}}}};
    return http::json_response(answer.dump(), 400);
  }
  if (parameter(call.query, "token") != kChatWebhookToken + space) return no(401, "UNAUTHENTICATED");
  if (call.headers.count("Authorization") > 0) complaints_.push_back("a webhook was called with a token");
  if (const json body = json::parse(call.body, nullptr, false); !body.is_object() || body.empty())
    return no(400, "INVALID_ARGUMENT");
  if (call.body.find("\"action\"") != std::string::npos) complaints_.push_back("a button that nobody would hear");
  return take(call, space);
}

http::Response FakeGoogleChat::take(const Call& call, const std::string& space) {
  judge(call.body);
  const std::string request = parameter(call.query, "requestId");
  if (const auto known = by_request_.find(request); !request.empty() && known != by_request_.end())
    return yes({{"name", known->second}});  // the message that the first call made
  const TimePoint now = clock_.now();
  if (const auto last = written_at_.find(space); last != written_at_.end() && now - last->second < kBetweenWrites)
    return no(429, "RESOURCE_EXHAUSTED");
  written_at_[space] = now;
  const std::string id = std::to_string(messages_.size() + 1);
  const std::string name = "spaces/" + space + "/messages/P" + id + ".P" + id;
  if (!request.empty()) by_request_[request] = name;
  messages_.push_back({name, space, call.body});
  return yes({{"name", name}});
}

http::Response FakeGoogleChat::change(const Call& call) {
  judge(call.body);
  if (parameter(call.query, "updateMask") != "cards_v2") return no(400, "INVALID_ARGUMENT");
  for (Message& one : messages_)
    if ("/v1/" + one.name == call.path) {
      one.body = call.body;
      return yes({{"name", one.name}});
    }
  return no(404, "NOT_FOUND");
}

}  // namespace allybot::fakes
