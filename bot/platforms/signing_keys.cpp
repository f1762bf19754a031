#include "bot/platforms/signing_keys.h"

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms {
namespace {

using nlohmann::json;

constexpr std::size_t kMostKeys = 100;
constexpr std::size_t kMostKeyId = 256;
constexpr std::size_t kMostEndorsements = 100;
constexpr std::size_t kMostBody = 1U << 20U;

Fetch fetch_of(const std::string& url, const std::string& purpose) {
  Fetch fetch;
  fetch.request.method = http::Method::Get;
  fetch.request.url = url;
  fetch.request.most_body_bytes = kMostBody;
  fetch.purpose = purpose;
  return fetch;
}

std::vector<std::string> endorsements_of(const json& key) {
  std::vector<std::string> all;
  const json* told = find(key, {"endorsements"});
  if (told == nullptr || !told->is_array()) return all;
  for (const json& one : *told)
    if (one.is_string() && all.size() < kMostEndorsements) all.push_back(one.get<std::string>());
  return all;
}

std::optional<SigningKey> key_of(const json& told) {
  if (!told.is_object() || text_at(told, {"kty"}) != "RSA") return std::nullopt;
  const std::string use = text_at(told, {"use"});
  if (!use.empty() && use != "sig") return std::nullopt;
  const auto modulus = crypto::from_base64url(text_at(told, {"n"}));
  const auto exponent = crypto::from_base64url(text_at(told, {"e"}));
  if (!modulus || !exponent) return std::nullopt;
  auto key = crypto::RsaPublicKey::make(*modulus, *exponent);
  if (!key) return std::nullopt;
  return SigningKey{std::move(*key), endorsements_of(told)};
}

}  // namespace

SigningKeys::SigningKeys(std::string url, const std::string& purpose, Source source)
    : source_(source), url_(std::move(url)), metadata_purpose_(purpose + ".metadata"), keys_purpose_(purpose + ".keys") {}

SigningKeys::Looked SigningKeys::find(std::string_view key_id, TimePoint now) {
  const Lock lock(mutex_);
  const auto found = keys_.find(key_id);
  const bool known = found != keys_.end();
  const milliseconds age = keys_from_ ? now - *keys_from_ : milliseconds(0);
  const auto take = [&] { return Looked{Looked::Kind::Found, found->second, std::nullopt}; };
  if (known && age < kFresh) return take();
  milliseconds not_within = kBetweenFirst;
  if (known) not_within = kBetweenRefresh;
  if (!known && !keys_.empty()) not_within = kBetweenUnknown;
  if (auto fetch = ask(now, not_within)) return {Looked::Kind::Fetch, std::nullopt, std::move(fetch)};
  if (known && age < kUsable) return take();
  return {known || keys_.empty() ? Looked::Kind::Unavailable : Looked::Kind::Unknown, std::nullopt, std::nullopt};
}

std::optional<Fetch> SigningKeys::due(TimePoint now) {
  const Lock lock(mutex_);
  // An hour early, so that a request seldom has to wait for it.
  if (keys_url_.empty() && keys_from_ && now - *keys_from_ < kFresh - std::chrono::hours(1)) return std::nullopt;
  return ask(now, keys_.empty() ? milliseconds(kBetweenFirst) : milliseconds(kBetweenRefresh));
}

std::optional<Fetch> SigningKeys::ask(TimePoint now, milliseconds not_within) {
  if (!keys_url_.empty()) return fetch_of(std::exchange(keys_url_, {}), keys_purpose_);
  if (asked_at_ && now - *asked_at_ < not_within) return std::nullopt;
  asked_at_ = now;
  return fetch_of(url_, source_ == Source::Metadata ? metadata_purpose_ : keys_purpose_);
}

bool SigningKeys::fetched(const std::string& purpose, const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered || outcome.status != 200) return false;
  if (purpose == metadata_purpose_ && source_ == Source::Metadata) return read_metadata(outcome.body);
  if (purpose != keys_purpose_) return false;
  return source_ == Source::Certificates ? read_certificates(outcome.body) : read_keys(outcome.body);
}

// https://openid.net/specs/openid-connect-discovery-1_0.html
bool SigningKeys::read_metadata(const std::string& body) {
  const auto told = read_json(body);
  if (!told) return false;
  const std::string url = text_at(*told, {"jwks_uri"});
  const auto there = http::parse_url(url);
  const auto here = http::parse_url(url_);
  if (!there || !here) return false;
  const bool same_place = there->scheme == here->scheme && there->host == here->host && there->port == here->port;
  if (there->scheme != "https" && !same_place) return false;
  const Lock lock(mutex_);
  keys_url_ = url;
  return true;
}

// RFC 7517
bool SigningKeys::read_keys(const std::string& body) {
  const auto told = read_json(body);
  const json* list = told ? platforms::find(*told, {"keys"}) : nullptr;
  if (list == nullptr || !list->is_array()) return false;
  std::map<std::string, SigningKey, std::less<>> keys;
  for (const json& one : *list) {
    const std::string id = text_at(one, {"kid"});
    if (id.empty() || id.size() > kMostKeyId || keys.size() == kMostKeys) continue;
    if (auto key = key_of(one)) keys.insert_or_assign(id, std::move(*key));
  }
  return take(std::move(keys));
}

bool SigningKeys::read_certificates(const std::string& body) {
  const auto told = read_json(body);
  if (!told || !told->is_object()) return false;
  std::map<std::string, SigningKey, std::less<>> keys;
  for (const auto& [id, pem] : told->items()) {
    if (id.empty() || id.size() > kMostKeyId || keys.size() == kMostKeys || !pem.is_string()) continue;
    if (auto key = crypto::RsaPublicKey::from_certificate(pem.get_ref<const std::string&>()))
      keys.insert_or_assign(id, SigningKey{std::move(*key), {}});
  }
  return take(std::move(keys));
}

bool SigningKeys::take(std::map<std::string, SigningKey, std::less<>> keys) {
  if (keys.empty()) return false;  // those that we have are better than none
  const Lock lock(mutex_);
  keys_ = std::move(keys);
  keys_from_ = asked_at_;
  return true;
}

std::size_t SigningKeys::count() const {
  const Lock lock(mutex_);
  return keys_.size();
}

}  // namespace allybot::platforms
