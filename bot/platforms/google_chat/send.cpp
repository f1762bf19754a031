#include "bot/platforms/google_chat/send.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"

namespace allybot::platforms::google_chat {
namespace {

using Kind = SendOutcome::Kind;

ChannelFacts cannot_post(const char* why) {
  ChannelFacts facts;
  facts.can_post = false;
  facts.why_not = why;
  return facts;
}

}  // namespace

SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Call call = Call::read(outgoing.payload);
  if (call.body.empty()) return {Kind::Refused, {}, "payload_unreadable", {}};
  if (call.what == Call::What::Post) return post(call, outgoing.idempotency);
  if (!is_message_name(call.where)) return {Kind::Refused, {}, "payload_unreadable", {}};
  return outcome_of(api_.call(http::Method::Patch, call.where + "?updateMask=cards_v2", call.body));
}

// https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create
SendOutcome Sender::post(const Call& call, const std::string& idempotency) const {
  const bool direct = call.where.substr(0, 1) == "@";
  const std::string member = direct ? call.where.substr(1) : std::string();
  std::string space = call.where;
  if (direct) {
    SendOutcome why;
    space = is_id(member) ? conversation_with(member, why) : std::string();
    if (space.empty()) return why;
  }
  if (!is_id(space)) return {Kind::Refused, {}, "payload_unreadable", {}};
  std::string path = "spaces/" + space + "/messages?messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
  if (!idempotency.empty()) path += "&requestId=" + http::form_encode(idempotency);
  const Api::Said said = api_.call(http::Method::Post, path, call.body);
  SendOutcome outcome = outcome_of(said);
  if (!direct || !is_gone(said)) return outcome;
  // What we remembered was old; the next try asks for a new one. A few tries of an outbox end, so this does.
  people_.forget_conversation(member);
  return {Kind::NotSent, {}, outcome.reason, {}};
}

// https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces/findDirectMessage
std::string Sender::conversation_with(const std::string& member, SendOutcome& outcome) const {
  if (std::string known = people_.conversation_of(member); !known.empty()) return known;
  const Api::Said said = api_.call(http::Method::Get, "spaces:findDirectMessage?name=users/" + member, {});
  outcome = outcome_of(said);
  const bool answered = said.asked && said.answer.kind == http::ClientOutcome::Kind::Answered;
  if (is_gone(said)) outcome = {Kind::NeedsCare, {}, "no_conversation", {}};  // only the member can begin one
  if (outcome.kind == Kind::Unknown) outcome.kind = Kind::NotSent;            // nothing was posted yet
  if (!answered || said.answer.status != 200) return {};
  const auto body = read_json(said.answer.body);
  std::string space = body ? id_in(text_at(*body, {"name"}), "spaces") : std::string();
  people_.learn_conversation(member, space);
  return space;
}

Result<ChannelFacts> Sender::channel(const ChannelKey& channel) const {
  if (is_direct_channel(channel)) return ChannelFacts{};
  if (!is_id(channel.channel.str())) return fail(Code::Invalid, "channel is no id of Google Chat's");
  const Api::Said said = api_.call(http::Method::Get, "spaces/" + channel.channel.str(), {});
  if (is_gone(said)) return cannot_post("not_found");
  const bool answered = said.asked && said.answer.kind == http::ClientOutcome::Kind::Answered;
  if (answered && said.answer.status == 403) return cannot_post("not_invited");
  const auto body = read_json(said.answer.body);
  if (!answered || said.answer.status != 200 || !body)
    return fail(Code::Unavailable, "space not told: " + (said.asked ? outcome_of(said).reason : said.never.reason));
  ChannelFacts facts;
  facts.has_outsiders = true_at(*body, {"externalUserAllowed"});  // whether somebody came nobody tells without more rights
  return facts;
}

}  // namespace allybot::platforms::google_chat
