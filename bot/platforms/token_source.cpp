#include "bot/platforms/token_source.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/credential.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::size_t kMostToken = 16U << 10U;
constexpr std::size_t kMostWord = 64;
constexpr std::int64_t kShortestLife = 60;
constexpr std::int64_t kLongestLife = 24 * 3600;
constexpr std::chrono::seconds kWaitUnlessTold{5};

/// "AADSTS7000215" at the beginning of error_description: capitals, then digits.
std::string number_in(std::string_view description) {
  std::size_t letters = 0;
  while (letters < description.size() && letters < kMostWord && description[letters] >= 'A' && description[letters] <= 'Z')
    ++letters;
  std::size_t end = letters;
  while (end < description.size() && end < kMostWord && http::is_digit(description[end])) ++end;
  return letters > 0 && end > letters ? std::string(description.substr(0, end)) : std::string();
}

/// A number, or its digits as text: both are met.
std::int64_t life_of(const nlohmann::json& body) {
  std::int64_t told = number_at(body, {"expires_in"}).value_or(0);
  if (told == 0 && !parse_number(text_at(body, {"expires_in"}), told)) told = 0;
  return std::clamp(told, kShortestLife, kLongestLife);
}

}  // namespace

std::chrono::milliseconds retry_after(const http::ClientOutcome& outcome) {
  std::int64_t told = 0;
  const auto header = outcome.headers.only("Retry-After");
  if (header && parse_number(trim(*header), told)) return std::chrono::seconds(std::clamp<std::int64_t>(told, 1, 3600));
  return kWaitUnlessTold;
}

std::optional<TokenSource::Given> TokenSource::known(milliseconds left) {
  const TimePoint now = clock_.now();
  const Lock lock(mutex_);
  if (token_ && ends_ - now >= left) return Given{token_, {}, {}};
  if (!refusal_.why.reason.empty() && now - refused_at_ < kAfterRefusal && now >= refused_at_) return refusal_;
  return std::nullopt;
}

TokenSource::Given TokenSource::get_lasting(milliseconds left) {
  if (auto given = known(left)) return *given;
  // One asks; whoever came meanwhile gets what that one was told.
  const Lock one(asking_);
  if (auto given = known(left)) return *given;
  const TimePoint now = clock_.now();
  return read(client_.send(request_(now)), now);
}

TokenSource::Given TokenSource::get() { return get_lasting(kLeastLeft); }

TokenSource::Said TokenSource::send(const http::ClientRequest& request) {
  Said said;
  for (bool again = false;; again = true) {
    const Given given = get();
    if (!given.token) {
      said.never = given.why;
      return said;
    }
    http::ClientRequest with_token = request;
    with_token.headers.add("Authorization", "Bearer " + given.token->reveal());
    said.answer = client_.send(with_token);
    said.asked = true;
    if (again || said.answer.kind != http::ClientOutcome::Kind::Answered || said.answer.status != 401) return said;
    drop(given.token);  // it may have ended early
  }
}

void TokenSource::drop(const std::shared_ptr<const Secret>& refused) {
  const Lock lock(mutex_);
  if (token_ == refused) token_.reset();
}

void TokenSource::keep_fresh() { get_lasting(kRefreshEarly); }

TokenSource::Given TokenSource::read(const http::ClientOutcome& outcome, TimePoint asked_at) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return {nullptr, {Kind::NotSent, {}, "token_" + outcome.why, {}}, {}};
  const auto body = read_json(outcome.body);
  const std::string token = body ? text_at(*body, {"access_token"}) : std::string();
  if (outcome.status == 200 && is_credential(token, kMostToken)) {
    const Lock lock(mutex_);
    token_ = std::make_shared<const Secret>(token);
    ends_ = asked_at + std::chrono::seconds(life_of(*body));
    refusal_ = {};
    return {token_, {}, {}};
  }
  Given given;
  if (outcome.status == 429) {
    given.why = {Kind::Wait, {}, "token_ratelimited", retry_after(outcome)};
  } else if (outcome.status == 400 || outcome.status == 401 || outcome.status == 403) {
    const std::string word = body ? printable(cut_bytes(text_at(*body, {"error"}), kMostWord)) : std::string();
    given.why = {Kind::TokenDead, {}, word.empty() ? "token_refused" : word, {}};
    given.code = body ? number_in(text_at(*body, {"error_description"})) : std::string();
  } else {
    given.why = {Kind::NotSent, {}, "token_http_" + std::to_string(outcome.status), {}};
    return given;
  }
  const Lock lock(mutex_);
  refusal_ = given;
  refused_at_ = asked_at;
  return given;
}

}  // namespace allybot::platforms
