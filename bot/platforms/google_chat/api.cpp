#include "bot/platforms/google_chat/api.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"

namespace allybot::platforms::google_chat {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::size_t kMostWord = 64;

/// "PERMISSION_DENIED" in small letters; empty when it is no answer of Google's.
std::string status_of(const http::ClientOutcome& outcome) {
  const auto body = read_json(outcome.body);
  return body ? http::lower_case(printable(cut_bytes(text_at(*body, {"error", "status"}), kMostWord))) : std::string();
}

SendOutcome refused(const http::ClientOutcome& outcome) {
  const std::string status = status_of(outcome);
  const std::string word = status.empty() ? "http_" + std::to_string(outcome.status) : status;
  switch (outcome.status) {
    case 401: return {Kind::TokenDead, {}, "token_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_permitted", {}};
    case 404:  // without a word of Google's it is some other server that knows no such address
      return status.empty() ? SendOutcome{Kind::NotSent, {}, word, {}} : SendOutcome{Kind::Gone, {}, "channel_not_found", {}};
    case 413: return {Kind::Refused, {}, "too_big", {}};
    case 429: return {Kind::Wait, {}, "ratelimited", retry_after(outcome)};
    default: break;
  }
  return by_status(outcome.status, word);
}

}  // namespace

Api::Said Api::call(http::Method method, const std::string& path, const std::string& json) const {
  http::ClientRequest request;
  request.method = method;
  request.url = address_ + path;
  if (!json.empty()) request.content_type = "application/json; charset=utf-8";
  request.body = json;
  return tokens_.send(request);
}

SendOutcome outcome_of(const Api::Said& said) {
  if (!said.asked) return said.never;
  if (said.answer.kind != http::ClientOutcome::Kind::Answered) return never_answered(said.answer);
  if (said.answer.status / 100 != 2) return refused(said.answer);
  const auto body = read_json(said.answer.body);
  std::string name = body ? text_at(*body, {"name"}) : std::string();
  if (is_message_name(name)) return {Kind::Sent, std::move(name), {}, {}};
  return {Kind::Unknown, {}, "garbage", {}};  // a success that we cannot read may well have been one
}

bool is_gone(const Api::Said& said) {
  return said.asked && said.answer.kind == http::ClientOutcome::Kind::Answered && said.answer.status == 404 &&
         !status_of(said.answer).empty();
}

}  // namespace allybot::platforms::google_chat
