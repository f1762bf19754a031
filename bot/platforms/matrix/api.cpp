#include "bot/platforms/matrix/api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/matrix/route.h"
#include "bot/platforms/never_answered.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::matrix {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::size_t kMostWord = 64;

/// Words that mean the same whatever status they come with. https://spec.matrix.org/v1.15/client-server-api/#common-error-codes
constexpr struct {
  std::string_view error;
  Kind kind;
  std::string_view reason;
} kErrors[] = {
    {"m_limit_exceeded", Kind::Wait, "ratelimited"},
    {"m_unknown_token", Kind::TokenDead, "token_refused"},
    {"m_missing_token", Kind::TokenDead, "token_refused"},
    {"m_user_suspended", Kind::TokenDead, "bot_suspended"},
    {"m_user_deactivated", Kind::TokenDead, "bot_deactivated"},
    {"m_user_locked", Kind::TokenDead, "bot_locked"},
    {"m_exclusive", Kind::TokenDead, "not_our_user"},
    {"m_forbidden", Kind::NeedsCare, "not_permitted"},
    {"m_resource_limit_exceeded", Kind::NeedsCare, "server_is_full"},
    {"m_not_found", Kind::Gone, "channel_not_found"},
    {"m_unrecognized", Kind::NotSent, "no_such_call"},  // the address is not a homeserver's: nothing was read
    {"m_too_large", Kind::Refused, "too_big"},
    {"m_bad_json", Kind::Refused, "m_bad_json"},
    {"m_not_json", Kind::Refused, "m_not_json"},
    {"m_invalid_param", Kind::Refused, "m_invalid_param"},
};

/// The header in seconds; older servers say milliseconds in the body.
std::chrono::milliseconds wait_of(const http::ClientOutcome& outcome, const Answered& answered) {
  const auto told = number_at(*answered.body, {"retry_after_ms"});
  if (outcome.headers.count("Retry-After") > 0 || !told) return retry_after(outcome);
  return std::chrono::milliseconds(std::clamp<std::int64_t>(*told, 1000, 3600000));
}

SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered) {
  for (const auto& row : kErrors) {
    if (row.error != answered.error) continue;
    const auto wait = row.kind == Kind::Wait ? wait_of(outcome, answered) : std::chrono::milliseconds(0);
    return {row.kind, {}, std::string(row.reason), wait};
  }
  switch (answered.status) {
    case 401: return {Kind::TokenDead, {}, "token_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_permitted", {}};
    case 404: return {Kind::NotSent, {}, answered.error, {}};  // some other server that knows no such address
    case 413: return {Kind::Refused, {}, "too_big", {}};
    case 429: return {Kind::Wait, {}, "ratelimited", wait_of(outcome, answered)};
    default: break;
  }
  return by_status(answered.status, answered.error);
}

}  // namespace

std::string room_path(const std::string& room) { return std::string(kClient) + "/rooms/" + encoded(room); }

http::ClientRequest Api::request(http::Method method, const std::string& path, std::string json) const {
  http::ClientRequest request;
  request.method = method;
  request.url = server_ + path;
  if (!json.empty()) request.content_type = "application/json";
  request.body = std::move(json);
  request.headers.add("Authorization", "Bearer " + as_token_.reveal());
  return request;
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered{false, 0, outcome.why, std::make_shared<const nlohmann::json>()};
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  if (outcome.status / 100 == 2) {
    answered.ok = body.has_value() && body->is_object();
    answered.error = answered.ok ? std::string() : "garbage";
  } else {
    const std::string word = body ? text_at(*body, {"errcode"}) : std::string();
    answered.error =
        word.empty() ? "http_" + std::to_string(outcome.status) : http::lower_case(printable(cut_bytes(word, kMostWord)));
  }
  if (body) answered.body = std::make_shared<const nlohmann::json>(std::move(*body));
  return answered;
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (outcome.status / 100 != 2) return refused(outcome, answered);
  std::string event = text_at(*answered.body, {"event_id"});
  if (is_event_id(event)) return {Kind::Sent, std::move(event), {}, {}};
  return {Kind::Unknown, {}, "garbage", {}};  // a success that we cannot read may well have been one
}

SendOutcome outcome_of_step(const http::ClientOutcome& outcome) {
  SendOutcome made;
  if (outcome.kind != http::ClientOutcome::Kind::Answered) {
    made = never_answered(outcome);
  } else if (const Answered answered = read_answer(outcome); answered.ok) {
    return {Kind::Sent, {}, {}, {}};
  } else {
    made = outcome.status / 100 == 2 ? SendOutcome{Kind::NotSent, {}, answered.error, {}} : refused(outcome, answered);
  }
  if (made.kind == Kind::Unknown) made.kind = Kind::NotSent;
  return made;
}

}  // namespace allybot::platforms::matrix
