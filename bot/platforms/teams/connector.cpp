#include "bot/platforms/teams/connector.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/never_answered.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

constexpr std::size_t kMostError = 96;

/// The connector's words, whatever status they come with. What is not here goes by its status.
constexpr struct {
  std::string_view error;
  Kind kind;
  std::string_view reason;
} kErrors[] = {
    {"BotDisabledByAdmin", Kind::NeedsCare, "disabled_by_admin"},
    {"BotNotInConversationRoster", Kind::NeedsCare, "not_invited"},
    {"ConversationBlockedByUser", Kind::NeedsCare, "blocked_by_user"},
    {"MessageWritesBlocked", Kind::NeedsCare, "blocked_by_user"},
    {"ForbiddenOperationException", Kind::NeedsCare, kNotInstalled},
    {"InvalidBotApiHost", Kind::NeedsCare, "other_cloud"},
    {"NotEnoughPermissions", Kind::NeedsCare, "not_permitted"},
    {"BotNotRegistered", Kind::TokenDead, "not_registered"},
    {"ConversationNotFound", Kind::Gone, "channel_not_found"},
    {"ActivityNotFoundInConversation", Kind::Gone, "message_not_found"},
    {"MessageSizeTooBig", Kind::Refused, "too_big"},
};

bool is_connectors_own(const Answered& answered) { return answered.error.compare(0, 5, "http_") != 0; }

/// What a refusal says; success is the caller's.
SendOutcome refused(const http::ClientOutcome& outcome, const Answered& answered) {
  for (const auto& row : kErrors)
    if (row.error == answered.error) return {row.kind, {}, std::string(row.reason), {}};
  switch (answered.status) {
    case 401: return {Kind::TokenDead, {}, "token_refused", {}};
    case 403: return {Kind::NeedsCare, {}, "not_permitted", {}};
    case 404:  // without a word of the connector's it is some other server that knows no such address
      return is_connectors_own(answered) ? SendOutcome{Kind::Gone, {}, "channel_not_found", {}}
                                         : SendOutcome{Kind::NotSent, {}, answered.error, {}};
    case 412: return {Kind::NotSent, {}, answered.error, {}};  // somebody else wrote there at the same moment
    case 413: return {Kind::Refused, {}, "too_big", {}};
    case 429: return {Kind::Wait, {}, "ratelimited", retry_after(outcome)};
    case 502:
    case 504:  // told by the connector itself nothing was posted; a gateway only got tired of waiting
      return {is_connectors_own(answered) ? Kind::NotSent : Kind::Unknown, {}, answered.error, {}};
    default: break;
  }
  return by_status(answered.status, answered.error);
}

/// {"error":{"code"}}, or {"errorCode":209,"message":"{\"subCode\":...}"} with JSON inside of a text.
std::string word_of(const json& body) {
  std::string word = text_at(body, {"error", "code"});
  if (!word.empty()) return word;
  const auto inner = read_json(text_at(body, {"message"}));
  return inner ? text_at(*inner, {"subCode"}) : std::string();
}

}  // namespace

std::string segment(std::string_view text) { return http::form_encode(text); }

Connector::Said Connector::call(http::Method method, const std::string& service, const std::string& path,
                                const std::string& body) const {
  Said said;
  // Checked when it came in, and again here: what goes out may have been stored in between.
  if (!hosts_.allow(service)) {
    said.never = {Kind::Refused, {}, "foreign_host", {}};
    return said;
  }
  http::ClientRequest request;
  request.method = method;
  request.url = service;
  if (service.back() != '/') request.url += '/';
  request.url += path;
  if (!body.empty()) request.content_type = "application/json";
  request.body = body;
  return tokens_.send(request);
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
    const std::string word = body ? word_of(*body) : std::string();
    answered.error = word.empty() ? "http_" + std::to_string(outcome.status) : printable(cut_bytes(word, kMostError));
  }
  if (body) answered.body = std::make_shared<const json>(std::move(*body));
  return answered;
}

SendOutcome outcome_of_post(const Connector::Said& said) {
  if (!said.asked) return said.never;
  if (said.answer.kind != http::ClientOutcome::Kind::Answered) return never_answered(said.answer);
  const Answered answered = read_answer(said.answer);
  if (answered.status / 100 != 2) return refused(said.answer, answered);
  const std::string id = text_at(*answered.body, {"id"});
  if (is_activity_id(id)) return {Kind::Sent, id, {}, {}};
  if (answered.status == 202) return {Kind::Sent, "accepted", {}, {}};  // taken, and it may never tell an id
  return {Kind::Unknown, {}, "garbage", {}};                            // a success that we cannot read may well have been one
}

SendOutcome outcome_of_update(const Connector::Said& said) {
  if (said.asked && said.answer.kind == http::ClientOutcome::Kind::Answered && said.answer.status / 100 == 2)
    return {Kind::Sent, "updated", {}, {}};
  return outcome_of_post(said);
}

SendOutcome outcome_of_step(const Connector::Said& said) {
  if (!said.asked) return said.never;
  const Answered answered = read_answer(said.answer);
  if (answered.ok) return {Kind::Sent, {}, {}, {}};
  SendOutcome made =
      answered.status != 0 && answered.status / 100 != 2 ? refused(said.answer, answered) : never_answered(said.answer);
  if (made.reason.empty()) made.reason = answered.error;
  if (made.kind == Kind::Unknown) made.kind = Kind::NotSent;
  return made;
}

bool is_gone(const Connector::Said& said) {
  return said.asked && said.answer.kind == http::ClientOutcome::Kind::Answered && said.answer.status == 404 &&
         is_connectors_own(read_answer(said.answer));
}

}  // namespace allybot::platforms::teams
