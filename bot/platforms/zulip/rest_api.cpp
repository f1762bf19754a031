#include "bot/platforms/zulip/rest_api.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/http/ascii.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"

namespace allybot::platforms::zulip {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

constexpr double kWaitUnlessTold = 10;
constexpr double kMostWait = 3600;
constexpr std::size_t kMostCode = 64;

/// Words that mean the same whatever status they come with.
constexpr struct {
  std::string_view code;
  Kind kind;
  std::string_view reason;
} kCodes[] = {
    {"stream_does_not_exist", Kind::Gone, "channel_not_found"},
    {"unauthorized", Kind::TokenDead, "key_refused"},
    {"invalid_api_key", Kind::TokenDead, "key_refused"},
    {"user_deactivated", Kind::TokenDead, "bot_deactivated"},
    {"realm_deactivated", Kind::TokenDead, "organisation_deactivated"},
};

/// Seconds with a fraction, in a header and in the body.
std::chrono::milliseconds wait_of(const http::ClientOutcome& outcome, const Answered& answered) {
  double told = 0;
  const auto header = outcome.headers.only("Retry-After");
  const std::string_view text = header ? trim(*header) : std::string_view();
  if (std::from_chars(text.data(), text.data() + text.size(), told).ec != std::errc()) told = 0;
  const json* in_body = find(*answered.body, {"retry-after"});
  if (told <= 0 && in_body != nullptr && in_body->is_number()) told = in_body->get<double>();
  if (!(told > 0)) told = kWaitUnlessTold;
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(told, 1.0, kMostWait) * 1000));
}

SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered, bool direct) {
  for (const auto& row : kCodes)
    if (row.code == answered.code) return {row.kind, {}, std::string(row.reason), {}};
  const bool servers_own = answered.code.compare(0, 5, "http_") != 0;
  switch (answered.status) {
    case 400:  // all that we send is in order: it is the place that does not take it
      if (!servers_own) return {Kind::Refused, {}, answered.code, {}};
      return direct ? SendOutcome{Kind::Gone, {}, "user_not_found", {}} : SendOutcome{Kind::NeedsCare, {}, "not_invited", {}};
    case 401: return {Kind::TokenDead, {}, "key_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_permitted", {}};
    case 404: return {Kind::NotSent, {}, answered.code, {}};  // some other server that knows no such address
    case 429: return {Kind::Wait, {}, "ratelimited", wait_of(outcome, answered)};
    default: break;
  }
  return by_status(answered.status, answered.code);
}

}  // namespace

RestApi::RestApi(http::Client& client, const std::string& server_url, const std::string& bot_email, const Secret& api_key)
    : client_(client),
      api_url_(server_url + "/api/v1"),
      authorization_("Basic " + crypto::to_base64(bot_email + ':' + api_key.reveal())) {}

http::ClientRequest RestApi::get_request(const std::string& path) const {
  http::ClientRequest request;
  request.method = http::Method::Get;
  request.url = api_url_ + path;
  request.headers.add("Authorization", authorization_.reveal());
  return request;
}

http::ClientOutcome RestApi::post(const std::string& path, std::string form) const {
  http::ClientRequest request = get_request(path);
  request.method = http::Method::Post;
  request.content_type = "application/x-www-form-urlencoded";
  request.body = std::move(form);
  return client_.send(request);
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered{false, 0, "no_answer", std::make_shared<const json>()};
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  if (outcome.status / 100 == 2) {
    answered.ok = body && text_at(*body, {"result"}) == "success";
    answered.code = answered.ok ? std::string() : "garbage";
  } else {
    const std::string code = body ? text_at(*body, {"code"}) : std::string();
    answered.code =
        code.empty() ? "http_" + std::to_string(outcome.status) : http::lower_case(printable(cut_bytes(code, kMostCode)));
  }
  if (body) answered.body = std::make_shared<const json>(std::move(*body));
  return answered;
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome, bool direct) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (outcome.status / 100 != 2) return refused(outcome, answered, direct);
  const auto id = number_at(*answered.body, {"id"});
  // A success that we cannot read may well have been one.
  if (!answered.ok || !id) return {Kind::Unknown, {}, "garbage", {}};
  return {Kind::Sent, std::to_string(*id), {}, {}};
}

}  // namespace allybot::platforms::zulip
