#include "bot/platforms/discord/rest_api.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"

namespace allybot::platforms::discord {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kWaitUnlessTold{5000};
constexpr milliseconds kLongWait{60000};
constexpr double kMostWaitSeconds = 3600;
constexpr std::size_t kMostRoutes = 1000;

/// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json, by what has to be done. Codes, not statuses,
/// decide: the same code comes with several of these.
constexpr struct {
  std::int64_t code;
  Kind kind;
  std::string_view reason;
} kCodes[] = {
    {10003, Kind::Gone, "unknown_channel"},
    {10008, Kind::Gone, "unknown_message"},
    {10013, Kind::Gone, "unknown_user"},
    {10015, Kind::Gone, "unknown_webhook"},
    {10062, Kind::Gone, "unknown_interaction"},
    {50027, Kind::Gone, "interaction_over"},
    {40094, Kind::Gone, "follow_up_limit"},
    {50278, Kind::Gone, "no_shared_server"},
    {50007, Kind::NeedsCare, "takes_no_direct_messages"},
    {50001, Kind::NeedsCare, "not_invited"},
    {50013, Kind::NeedsCare, "missing_permission"},
    {40001, Kind::TokenDead, "token_refused"},
    {40333, Kind::NotSent, "agent_refused"},  // at the door: nothing was read
    {30046, Kind::Wait, "edit_limit"},
    {20016, Kind::Wait, "slow_mode"},
    {20028, Kind::Wait, "channel_write_limit"},
    {40003, Kind::Wait, "opens_direct_messages_too_fast"},
};

std::optional<milliseconds> seconds_as_wait(double told) {
  if (!(told >= 0)) return std::nullopt;  // not a number, too
  return milliseconds(static_cast<std::int64_t>(std::ceil(std::min(told, kMostWaitSeconds) * 1000)));
}

/// "64.57": a decimal number without sign or exponent.
std::optional<double> decimal(std::string_view text) {
  text = trim(text);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::int64_t whole = 0;
  if (point > 9 || !parse_number(text.substr(0, point), whole)) return std::nullopt;
  double value = static_cast<double>(whole);
  double weight = 0.1;
  for (const char c : text.substr(std::min(point + 1, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    value += weight * (c - '0');
    weight /= 10;
  }
  return value;
}

std::optional<milliseconds> wait_in(const http::ClientOutcome& outcome, const char* header) {
  const auto told = outcome.headers.only(header);
  const auto number = told ? decimal(*told) : std::nullopt;
  return number ? seconds_as_wait(*number) : std::nullopt;
}

/// Of a 429: its body says it finest; one from the house in front of Discord's has no JSON.
milliseconds retry_after(const http::ClientOutcome& outcome, milliseconds otherwise) {
  if (const auto body = read_json(outcome.body)) {
    const json* told = find(*body, {"retry_after"});
    if (told != nullptr && told->is_number())
      if (const auto wait = seconds_as_wait(told->get<double>())) return *wait;
  }
  return wait_in(outcome, "Retry-After").value_or(otherwise);
}

/// What a refusal says; success is the caller's.
SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered, bool with_token) {
  if (answered.status == 429) return {Kind::Wait, {}, "ratelimited", retry_after(outcome, kWaitUnlessTold)};
  for (const auto& row : kCodes) {
    if (row.code != answered.code) continue;
    return {row.kind, {}, std::string(row.reason), row.kind == Kind::Wait ? retry_after(outcome, kLongWait) : milliseconds(0)};
  }
  const std::string reason = reason_of(outcome, answered);
  if (answered.status == 401) return {with_token ? Kind::TokenDead : Kind::Gone, {}, "token_refused", {}};
  if (answered.status == 403) return {Kind::NeedsCare, {}, reason, {}};
  // Without a word of Discord's it is some other server that knows no such address.
  if (answered.status == 404) return {answered.code != 0 ? Kind::Gone : Kind::NotSent, {}, reason, {}};
  if (answered.status / 100 == 4 && answered.status != 408) return {Kind::Refused, {}, reason, {}};
  // It broke while at work, or a gateway got tired of waiting; under the nonce it may be tried again.
  if (answered.status == 500 || answered.status == 504) return {Kind::Unknown, {}, reason, {}};
  return {Kind::NotSent, {}, reason, {}};
}

http::ClientRequest with_body(http::Method method, std::string body) {
  http::ClientRequest request;
  request.method = method;
  request.content_type = "application/json";
  request.body = std::move(body);
  return request;
}

/// Calls that share a bucket: the top-level resource counts, what is below it does not.
std::string route_of(http::Method method, const std::string& path) {
  std::string route = std::string(http::name_of(method)) + ' ';
  const auto parts = split(path, '/');
  for (std::size_t i = 1; i < parts.size() && i < 5; ++i)
    (route += '/') += i >= 3 && is_id(parts[i]) ? std::string_view("#") : parts[i];
  return route;
}

}  // namespace

milliseconds Pace::wait(const std::string& route) const {
  const TimePoint now = clock_.now();
  const Lock lock(mutex_);
  TimePoint until = all_not_before_;
  if (const auto found = not_before_.find(route); found != not_before_.end()) until = std::max(until, found->second);
  return until > now ? std::chrono::duration_cast<milliseconds>(until - now) + milliseconds(1) : milliseconds(0);
}

void Pace::note(const std::string& route, const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return;
  const TimePoint now = clock_.now();
  milliseconds pause{0};
  bool all = false;
  if (outcome.status == 429) {
    pause = retry_after(outcome, kWaitUnlessTold);
    const auto scope = outcome.headers.only("X-RateLimit-Scope");
    const auto body = read_json(outcome.body);
    all =
        (scope && *scope == "global") || outcome.headers.count("X-RateLimit-Global") > 0 || (body && true_at(*body, {"global"}));
  } else if (const auto left = outcome.headers.only("X-RateLimit-Remaining"); left && trim(*left) == "0") {
    pause = wait_in(outcome, "X-RateLimit-Reset-After").value_or(milliseconds(0));
  }
  if (pause.count() <= 0) return;
  const Lock lock(mutex_);
  if (all) {
    all_not_before_ = std::max(all_not_before_, now + pause);
    return;
  }
  if (not_before_.size() >= kMostRoutes) std::erase_if(not_before_, [now](const auto& row) { return row.second <= now; });
  if (not_before_.size() < kMostRoutes) not_before_[route] = now + pause;
}

RestApi::RestApi(http::Client& client, const Clock& clock, std::string api_url, Secret bot_token, const std::string& about)
    : client_(client),
      api_url_(std::move(api_url)),
      bot_token_(std::move(bot_token)),
      agent_("DiscordBot (" + about + ", 1)"),
      pace_(clock) {}

http::ClientOutcome RestApi::get(const std::string& path) const {
  http::ClientRequest request;
  request.method = http::Method::Get;
  return send(std::move(request), path, true);
}

http::ClientOutcome RestApi::post(const std::string& path, std::string json) const {
  return send(with_body(http::Method::Post, std::move(json)), path, true);
}

http::ClientOutcome RestApi::put(const std::string& path, std::string json) const {
  return send(with_body(http::Method::Put, std::move(json)), path, true);
}

http::ClientOutcome RestApi::respond(http::Method method, const std::string& path, std::string json) const {
  return send(with_body(method, std::move(json)), path, false);
}

http::ClientOutcome RestApi::send(http::ClientRequest request, const std::string& path, bool with_token) const {
  const std::string route = route_of(request.method, path);
  if (with_token) {  // the limit over all calls does not count answers to interactions
    if (const milliseconds wait = pace_.wait(route); wait.count() > 0) {
      http::ClientOutcome held;
      held.kind = http::ClientOutcome::Kind::Answered;
      held.status = 429;
      held.headers.add("Retry-After",
                       std::to_string(wait.count() / 1000) + '.' + std::to_string(1000 + wait.count() % 1000).substr(1));
      return held;
    }
    request.headers.add("Authorization", "Bot " + bot_token_.reveal());
  }
  request.headers.add("User-Agent", agent_);
  request.url = api_url_ + path;
  http::ClientOutcome outcome = client_.send(request);
  if (with_token) pace_.note(route, outcome);
  return outcome;
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered{false, 0, 0, std::make_shared<const json>()};
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  if (!body) return answered;
  answered.ok = outcome.status / 100 == 2;
  if (!answered.ok) answered.code = number_at(*body, {"code"}).value_or(0);
  answered.body = std::make_shared<const json>(std::move(*body));
  return answered;
}

std::string reason_of(const http::ClientOutcome& outcome, const Answered& answered) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return outcome.why;
  return answered.code != 0 ? std::to_string(answered.code) : "http_" + std::to_string(outcome.status);
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (outcome.status / 100 != 2) return refused(outcome, answered, true);
  const std::string id = text_at(*answered.body, {"id"});
  // A success that we cannot read may well have been one.
  if (!is_id(id)) return {Kind::Unknown, {}, "garbage", {}};
  return {Kind::Sent, text_at(*answered.body, {"channel_id"}) + ':' + id, {}, {}};
}

SendOutcome outcome_of_step(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (answered.ok) return {Kind::Sent, {}, {}, {}};
  const bool heard = outcome.kind == http::ClientOutcome::Kind::Answered && outcome.status / 100 != 2;
  SendOutcome made = heard ? refused(outcome, answered, true) : never_answered(outcome);
  if (made.reason.empty()) made.reason = "garbage";
  if (made.kind == Kind::Unknown) made.kind = Kind::NotSent;
  return made;
}

SendOutcome outcome_of_response(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  if (outcome.status / 100 == 2) return {Kind::Sent, {}, {}, {}};
  return refused(outcome, read_answer(outcome), false);
}

}  // namespace allybot::platforms::discord
