#include "bot/platforms/webex/api.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"
#include "bot/platforms/token_source.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::chrono::seconds kWaitUnlessTold{15};

// https://developer.webex.com/docs/basics (response codes). What is not here goes by its hundred.
constexpr struct {
  int status;
  Kind kind;
  const char* to_a_space;
  const char* to_a_person;
} kStatuses[] = {
    {401, Kind::TokenDead, "token_refused", "token_refused"},
    {403, Kind::NeedsCare, "not_permitted", "not_permitted"},
    {408, Kind::NotSent, "http_408", "http_408"},
    {410, Kind::Gone, "channel_not_found", "user_not_found"},
    {413, Kind::Refused, "too_big", "too_big"},
    {423, Kind::Wait, "locked", "locked"},
    {429, Kind::Wait, "ratelimited", "ratelimited"},
};

std::chrono::milliseconds wait_of(const http::ClientOutcome& outcome) {
  return outcome.headers.count("Retry-After") == 0 ? kWaitUnlessTold : retry_after(outcome);
}

SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered, bool direct) {
  for (const auto& row : kStatuses) {
    if (row.status != answered.status) continue;
    return {row.kind, {}, direct ? row.to_a_person : row.to_a_space, row.kind == Kind::Wait ? wait_of(outcome) : milliseconds(0)};
  }
  if (answered.status == 404) {  // a space that we are not in, and one that is gone, are told alike
    if (!answered.webex_own) return {Kind::NotSent, {}, answered.error, {}};
    return direct ? SendOutcome{Kind::Gone, {}, "user_not_found", {}} : SendOutcome{Kind::NeedsCare, {}, "not_invited", {}};
  }
  if (answered.status / 100 == 4) return {Kind::Refused, {}, answered.error, {}};
  if (answered.status / 100 == 3) return {Kind::NotSent, {}, answered.error, {}};  // the address has moved
  return {Kind::Unknown, {}, answered.error, {}};                                  // it may have been posted before it broke
}

std::string tracking_of(const http::ClientOutcome& outcome, const nlohmann::json& body) {
  const auto header = outcome.headers.only("trackingId");
  std::string told = header ? std::string(*header) : text_at(body, {"trackingId"});
  return is_id(told) ? told : std::string();
}

}  // namespace

Api::Api(http::Client& client, std::string address, const Secret& token)
    : client_(client), address_(std::move(address)), authorization_("Bearer " + token.reveal()) {}

http::ClientRequest Api::request(http::Method method, const std::string& path, std::string json) const {
  http::ClientRequest request;
  request.method = method;
  request.url = address_ + path;
  if (!json.empty()) request.content_type = "application/json";
  request.body = std::move(json);
  request.headers.add("Authorization", authorization_.reveal());
  return request;
}

Answered read_answer(const http::ClientOutcome& outcome) {
  Answered answered;
  answered.error = outcome.why;
  answered.body = std::make_shared<const nlohmann::json>();
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return answered;
  answered.status = outcome.status;
  auto body = read_json(outcome.body);
  const bool read = body && body->is_object();
  answered.ok = outcome.status == 204 || (outcome.status / 100 == 2 && read);
  answered.error = answered.ok                 ? std::string()
                   : outcome.status / 100 == 2 ? std::string("garbage")
                                               : "http_" + std::to_string(outcome.status);
  if (read) answered.body = std::make_shared<const nlohmann::json>(std::move(*body));
  answered.tracking = tracking_of(outcome, *answered.body);
  answered.webex_own = !answered.tracking.empty() || !text_at(*answered.body, {"message"}).empty();
  return answered;
}

SendOutcome outcome_of_post(const http::ClientOutcome& outcome, bool direct) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return never_answered(outcome);
  const Answered answered = read_answer(outcome);
  if (outcome.status / 100 != 2) return refused(outcome, answered, direct);
  std::string id = text_at(*answered.body, {"id"});
  if (is_id(id)) return {Kind::Sent, std::move(id), {}, {}};
  return {Kind::Unknown, {}, "garbage", {}};  // a success that we cannot read may well have been one
}

}  // namespace allybot::platforms::webex
