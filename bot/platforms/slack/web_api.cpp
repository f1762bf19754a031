#include "bot/platforms/slack/web_api.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"

namespace allybot::platforms::slack {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

constexpr std::chrono::seconds kWaitUnlessTold{30};
constexpr std::chrono::hours kMostWait{6};
constexpr std::chrono::hours kMigrationWait{2};

/// The lists of errors on the pages of chat.postMessage, chat.postEphemeral and views.open, by what has to be done.
constexpr struct {
  std::string_view error;
  Kind kind;
} kErrors[] = {
    {"ratelimited", Kind::Wait},
    {"rate_limited", Kind::Wait},
    {"message_limit_exceeded", Kind::Wait},
    {"service_unavailable", Kind::NotSent},
    {"request_timeout", Kind::NotSent},
    {"team_added_to_org", Kind::Wait},  // while a workspace moves into an organisation
    {"org_login_required", Kind::Wait},
    // "Part of the work may have been done": a message may exist.
    {"internal_error", Kind::Unknown},
    {"fatal_error", Kind::Unknown},
    {"channel_not_found", Kind::Gone},
    {"is_archived", Kind::Gone},
    {"user_disabled", Kind::Gone},
    {"user_not_found", Kind::Gone},
    {"user_not_in_channel", Kind::Gone},
    {"message_not_found", Kind::Gone},
    {"edit_window_closed", Kind::Gone},
    {"is_inactive", Kind::Gone},
    {"cant_update_message", Kind::Gone},
    {"not_in_channel", Kind::NeedsCare},
    {"messages_tab_disabled", Kind::NeedsCare},
    {"missing_scope", Kind::NeedsCare},
    {"no_permission", Kind::NeedsCare},
    {"not_allowed_token_type", Kind::NeedsCare},
    {"not_enabled", Kind::NeedsCare},  // the Home tab is off
    {"access_denied", Kind::NeedsCare},
    {"invalid_auth", Kind::TokenDead},
    {"not_authed", Kind::TokenDead},
    {"account_inactive", Kind::TokenDead},
    {"token_revoked", Kind::TokenDead},
    {"token_expired", Kind::TokenDead},
    {"team_access_not_granted", Kind::TokenDead},
    {"ekm_access_denied", Kind::TokenDead},
};

std::chrono::milliseconds retry_after(const http::ClientOutcome& outcome, std::chrono::milliseconds otherwise) {
  std::int64_t told = 0;
  const auto header = outcome.headers.only("Retry-After");
  if (!header || !parse_number(trim(*header), told)) return otherwise;
  return std::min<std::chrono::milliseconds>(std::chrono::seconds(std::max<std::int64_t>(told, 1)), kMostWait);
}

/// What a status alone says; success is the caller's.
SendOutcome by_status(const http::ClientOutcome& outcome) {
  const std::string reason = "http_" + std::to_string(outcome.status);
  if (outcome.status == 429) return {Kind::Wait, {}, "ratelimited", retry_after(outcome, kWaitUnlessTold)};
  // A gateway that got tired of waiting: what is behind it may have posted.
  if (outcome.status == 504) return {Kind::Unknown, {}, reason, {}};
  return {Kind::NotSent, {}, reason, {}};
}

}  // namespace

WebApi::WebApi(http::Client& client, std::string api_url, Secret token)
    : client_(client), api_url_(std::move(api_url)), token_(std::move(token)) {}

http::ClientOutcome WebApi::post(std::string_view method, std::string json) const {
  http::ClientRequest request;
  request.url = api_url_ + std::string(method);
  request.content_type = "application/json; charset=utf-8";
  request.body = std::move(json);
  return send(std::move(request), true);
}

http::ClientOutcome WebApi::ask(std::string_view method, const Arguments& arguments) const {
  http::ClientRequest request;
  request.url = api_url_ + std::string(method);
  request.content_type = "application/x-www-form-urlencoded";
  for (const auto& [name, value] : arguments) {
    if (!request.body.empty()) request.body += '&';
    request.body += std::string(name) + '=' + http::form_encode(value);
  }
  return send(std::move(request), true);
}

http::ClientOutcome WebApi::respond(const std::string& url, std::string json) const {
  http::ClientRequest request;
  request.url = url;
  request.content_type = "application/json; charset=utf-8";
  request.body = std::move(json);
  return send(std::move(request), false);
}

http::ClientOutcome WebApi::send(http::ClientRequest request, bool with_token) const {
  if (with_token) request.headers.add("Authorization", "Bearer " + token_.reveal());
  return client_.send(request);
}

Answered read_answer(const http::ClientOutcome& outcome) {
  const auto none = std::make_shared<const json>();
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return {false, "no_answer", none};
  auto body = read_json(outcome.body);
  if (!body || !body->is_object()) return {false, outcome.status == 429 ? "ratelimited" : "garbage", none};
  Answered answered{true_at(*body, {"ok"}), {}, std::make_shared<const json>(std::move(*body))};
  if (!answered.ok) {
    answered.error = printable(cut_bytes(text_at(*answered.body, {"error"}), 64));
    if (answered.error.empty()) answered.error = "garbage";
  }
  return answered;
}

SendOutcome::Kind kind_of_error(std::string_view error) {
  for (const auto& row : kErrors)
    if (row.error == error) return row.kind;
  if (error.substr(0, 17) == "restricted_action") return Kind::NeedsCare;  // a setting of the workspace
  return Kind::Refused;  // Slack understood and will not take it: no_text, invalid_blocks, msg_too_long, expired_trigger_id, ...
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (answered.ok && outcome.status == 200) {
    const std::string channel = text_at(*answered.body, {"channel"});
    return {Kind::Sent, channel + ':' + text_at(*answered.body, {"ts"}), {}, {}};
  }
  if (answered.error == "garbage") {
    // A success that we cannot read may well have been one.
    if (outcome.status / 100 == 2) return {Kind::Unknown, {}, "garbage", {}};
    return by_status(outcome);
  }
  if (outcome.status == 429) return by_status(outcome);
  const Kind kind = kind_of_error(answered.error);
  if (kind != Kind::Wait) return {kind, {}, answered.error, {}};
  const bool moving = answered.error == "team_added_to_org" || answered.error == "org_login_required";
  return {kind,
          {},
          answered.error,
          retry_after(outcome, moving ? std::chrono::milliseconds(kMigrationWait) : std::chrono::milliseconds(kWaitUnlessTold))};
}

SendOutcome outcome_of_response(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  if (outcome.status / 100 == 2) return {Kind::Sent, {}, {}, {}};
  // Used five times, or older than half an hour: for good. https://docs.slack.dev/interactivity/handling-user-interaction
  if (outcome.status / 100 == 4 && outcome.status != 429) return {Kind::Gone, {}, "http_" + std::to_string(outcome.status), {}};
  return by_status(outcome);
}

}  // namespace allybot::platforms::slack
