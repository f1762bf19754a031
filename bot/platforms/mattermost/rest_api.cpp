#include "bot/platforms/mattermost/rest_api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/never_answered.h"

namespace allybot::platforms::mattermost {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

constexpr std::chrono::seconds kWaitUnlessTold{10};
constexpr std::chrono::hours kMostWait{1};
constexpr std::size_t kMostError = 96;

/// Words that mean the same whatever status they come with.
constexpr struct {
  std::string_view error;
  Kind kind;
  std::string_view reason;
} kErrors[] = {
    {"api.post.create_post.can_not_post_to_deleted.error", Kind::Gone, "archived"},
    {"api.post.create_post.town_square_read_only", Kind::NeedsCare, "read_only"},
    {"api.channel.create_direct_channel.invalid_user.app_error", Kind::Gone, "user_not_found"},
    {"api.post.deduplicate_create_post.pending", Kind::Unknown, "first_in_progress"},
    {"api.post.deduplicate_create_post.failed_to_get", Kind::Unknown, "first_not_found"},
    // The address is not Mattermost's: nothing was read.
    {"api.context.404.app_error", Kind::NotSent, "no_such_call"},
};

std::chrono::milliseconds wait_of(const http::ClientOutcome& outcome) {
  // Seconds until the bucket is full again. https://docs.mattermost.com/configure/rate-limiting-configuration-settings.html
  for (const char* name : {"Retry-After", "X-Ratelimit-Reset"}) {
    std::int64_t told = 0;
    const auto header = outcome.headers.only(name);
    if (header && parse_number(trim(*header), told))
      return std::min<std::chrono::milliseconds>(std::chrono::seconds(std::clamp<std::int64_t>(told, 1, 3600)), kMostWait);
  }
  return kWaitUnlessTold;
}

bool is_servers_own(const Answered& answered) { return answered.error.compare(0, 5, "http_") != 0; }

/// What a refusal says; success is the caller's.
SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered) {
  for (const auto& row : kErrors)
    if (row.error == answered.error) return {row.kind, {}, std::string(row.reason), {}};
  switch (answered.status) {
    case 401: return {Kind::TokenDead, {}, "token_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_invited", {}};
    case 404:  // without a word of Mattermost's it is some other server that knows no such address
      return is_servers_own(answered) ? SendOutcome{Kind::Gone, {}, "channel_not_found", {}}
                                      : SendOutcome{Kind::NotSent, {}, answered.error, {}};
    case 429: return {Kind::Wait, {}, "ratelimited", wait_of(outcome)};
    default: break;
  }
  return by_status(answered.status, answered.error);
}

}  // namespace

RestApi::RestApi(http::Client& client, std::string server_url, Secret bot_token)
    : client_(client), api_url_(std::move(server_url) + "/api/v4"), bot_token_(std::move(bot_token)) {}

http::ClientOutcome RestApi::get(const std::string& path) const {
  http::ClientRequest request;
  request.method = http::Method::Get;
  request.url = api_url_ + path;
  return send(std::move(request), true);
}

http::ClientOutcome RestApi::post(const std::string& path, std::string json) const {
  http::ClientRequest request;
  request.url = api_url_ + path;
  request.content_type = "application/json";
  request.body = std::move(json);
  return send(std::move(request), true);
}

http::ClientOutcome RestApi::respond(const std::string& url, std::string json) const {
  http::ClientRequest request;
  request.url = url;
  request.content_type = "application/json";
  request.body = std::move(json);
  return send(std::move(request), false);
}

http::ClientOutcome RestApi::send(http::ClientRequest request, bool with_token) const {
  if (with_token) request.headers.add("Authorization", "Bearer " + bot_token_.reveal());
  return client_.send(request);
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered{false, 0, "no_answer", std::make_shared<const json>()};
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  if (outcome.status / 100 == 2) {
    answered.ok = body.has_value();
    answered.error = answered.ok ? std::string() : "garbage";
  } else {
    const std::string id = body ? text_at(*body, {"id"}) : std::string();
    answered.error = id.empty() ? "http_" + std::to_string(outcome.status) : printable(cut_bytes(id, kMostError));
  }
  if (body) answered.body = std::make_shared<const json>(std::move(*body));
  return answered;
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (outcome.status / 100 != 2) return refused(outcome, answered);
  const std::string id = text_at(*answered.body, {"id"});
  // A success that we cannot read may well have been one.
  if (!is_id(id)) return {Kind::Unknown, {}, "garbage", {}};
  return {Kind::Sent, id, {}, {}};
}

SendOutcome outcome_of_step(const http::ClientOutcome& outcome) {
  const Answered answered = read_answer(outcome);
  if (answered.ok) return {Kind::Sent, {}, {}, {}};
  SendOutcome made = outcome.kind == http::ClientOutcome::Kind::Answered && outcome.status / 100 != 2 ? refused(outcome, answered)
                                                                                                      : never_answered(outcome);
  if (made.reason.empty()) made.reason = answered.error;
  if (made.kind == Kind::Unknown) made.kind = Kind::NotSent;
  return made;
}

SendOutcome outcome_of_dialog(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  if (outcome.status / 100 == 2) return {Kind::Sent, {}, {}, {}};
  return refused(outcome, read_answer(outcome));
}

SendOutcome outcome_of_response(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  if (outcome.status / 100 == 2) return {Kind::Sent, {}, {}, {}};
  // Used five times, or older than half an hour: for good.
  if (outcome.status / 100 == 4 && outcome.status != 429) return {Kind::Gone, {}, "http_" + std::to_string(outcome.status), {}};
  return refused(outcome, read_answer(outcome));
}

}  // namespace allybot::platforms::mattermost
