#include "bot/platforms/rocket_chat/rest_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::rocket_chat {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

constexpr std::chrono::seconds kLeastWait{1};
constexpr std::chrono::hours kMostWait{1};
constexpr std::size_t kMostCode = 64;
constexpr std::string_view kReadOnly = "room_is_readonly";

/// Words that mean the same whatever status they come with; a `direct` meaning of its own where a person is meant.
constexpr struct {
  std::string_view code;
  Kind kind;
  std::string_view reason;
  Kind direct;
  std::string_view direct_reason;
} kCodes[] = {
    {"error-invalid-room", Kind::Gone, "channel_not_found", Kind::Gone, "user_not_found"},
    {"error-room-not-found", Kind::Gone, "channel_not_found", Kind::Gone, "user_not_found"},
    {"error-room-archived", Kind::Gone, "archived", Kind::Gone, "user_not_found"},
    {"error-user-not-found", Kind::Gone, "channel_not_found", Kind::Gone, "user_not_found"},
    {"room_is_blocked", Kind::Gone, "blocked_by_user", Kind::Gone, "blocked_by_user"},
    {"error-not-allowed", Kind::NeedsCare, "not_invited", Kind::NeedsCare, "not_permitted"},
    {"error-action-not-allowed", Kind::NeedsCare, "not_permitted", Kind::NeedsCare, "not_permitted"},
    {"error-unauthorized", Kind::NeedsCare, "not_permitted", Kind::NeedsCare, "not_permitted"},
    {"restricted-workspace", Kind::NeedsCare, "not_permitted", Kind::NeedsCare, "not_permitted"},
    {"you_have_been_muted", Kind::NeedsCare, "not_permitted", Kind::NeedsCare, "not_permitted"},
    {kReadOnly, Kind::NeedsCare, "read_only", Kind::NeedsCare, "read_only"},
    {"totp-required", Kind::TokenDead, "second_factor_wanted", Kind::TokenDead, "second_factor_wanted"},
    {"error-message-size-exceeded", Kind::Refused, "error-message-size-exceeded", Kind::Refused, "error-message-size-exceeded"},
};

/// The moment at which calls are taken again, in a header, by the server's clock; a proxy before it says it the usual way.
milliseconds wait_of(const http::ClientOutcome& outcome, TimePoint now) {
  const auto header = outcome.headers.only("X-RateLimit-Reset");
  std::int64_t until = 0;
  if (!header || !parse_number(trim(*header), until) || until <= to_unix_millis(now)) return retry_after(outcome);
  return milliseconds(
      std::clamp<std::int64_t>(until - to_unix_millis(now), milliseconds(kLeastWait).count(), milliseconds(kMostWait).count()));
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kMostCode &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string code_of(const json& body) {
  for (const char* name : {"errorType", "error", "message"}) {
    const std::string text = text_at(body, {name});
    if (is_word(text)) return http::lower_case(text);
    if (text.find("readonly") != std::string::npos) return std::string(kReadOnly);
  }
  return {};
}

}  // namespace

http::ClientRequest RestApi::get_request(const std::string& path) const {
  http::ClientRequest request;
  request.method = http::Method::Get;
  request.url = api_url_ + path;
  request.headers.add("X-User-Id", user_id_);
  request.headers.add("X-Auth-Token", token_.reveal());
  return request;
}

http::ClientOutcome RestApi::post(const std::string& path, const json& body) const {
  http::ClientRequest request = get_request(path);
  request.method = http::Method::Post;
  request.content_type = "application/json";
  request.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  return client_.send(request);
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered{false, 0, "no_answer", false, std::make_shared<const json>()};
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  if (outcome.status / 100 == 2) {
    answered.ok = body && true_at(*body, {"success"});
    answered.code = answered.ok ? std::string() : "garbage";
  } else {
    const std::string code = body ? code_of(*body) : std::string();
    answered.code = code.empty() ? "http_" + std::to_string(outcome.status) : code;
    answered.silent = body && body->is_object() && find(*body, {"success"}) != nullptr && find(*body, {"error"}) == nullptr &&
                      find(*body, {"errorType"}) == nullptr;
  }
  if (body) answered.body = std::make_shared<const json>(std::move(*body));
  return answered;
}

SendOutcome refusal(const http::ClientOutcome& outcome, const About& about, TimePoint now) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (answered.status == 429 || answered.code == "error-too-many-requests")
    return {Kind::Wait, {}, "ratelimited", wait_of(outcome, now)};
  for (const auto& row : kCodes)
    if (row.code == answered.code)
      return {about.direct ? row.direct : row.kind, {}, std::string(about.direct ? row.direct_reason : row.reason), {}};
  const Kind unclear = about.named ? Kind::Unknown : Kind::Refused;
  switch (answered.status) {
    case 400: return {unclear, {}, answered.code, {}};  // a second message of that id is refused with a sentence, too
    case 401: return {Kind::TokenDead, {}, "token_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_permitted", {}};
    case 404: return {Kind::NotSent, {}, answered.code, {}};  // some other server that knows no such address
    default: break;
  }
  return by_status(answered.status, answered.code);
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome, const About& about, TimePoint now) {
  const Answered answered = read_answer(outcome);
  const std::string id = text_at(*answered.body, {"message", "_id"});
  if (answered.ok && !id.empty()) return {Kind::Sent, id, {}, {}};
  return refusal(outcome, about, now);  // a success that we cannot read may well have been one
}

}  // namespace allybot::platforms::rocket_chat
