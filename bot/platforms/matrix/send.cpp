#include "bot/platforms/matrix/send.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"

namespace allybot::platforms::matrix {
namespace {

using nlohmann::json;
using Kind = SendOutcome::Kind;

constexpr const char* kMark = "org.allybot.delivery";
constexpr std::chrono::minutes kClockDoubt{10};  // our clock and the server's may differ
constexpr int kMostPages = 5;

}  // namespace

std::string Sender::room_for(const Call& call, Conversations::Again again, SendOutcome& why) const {
  why = {Kind::Refused, {}, "payload_unreadable", {}};
  if (is_room_id(call.where)) return call.where;
  if (call.where.empty() || call.where[0] != '@' || !is_member_id(call.where.substr(1))) return {};
  return conversations_.with(user_of(MemberId(call.where.substr(1))), again, why);
}

// https://spec.matrix.org/v1.15/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Call call = Call::read(outgoing.payload);
  const bool answers = outgoing.idempotency.empty();
  const std::string& transaction = answers ? call.transaction : outgoing.idempotency;
  auto content = read_json(call.content);
  if (!content || !content->is_object() || transaction.empty()) return {Kind::Refused, {}, "payload_unreadable", {}};
  SendOutcome why;
  const std::string room = room_for(call, answers ? Conversations::Again::Invite : Conversations::Again::LeaveAlone, why);
  if (room.empty()) return why;
  if (!answers) (*content)[kMark] = transaction;
  SendOutcome outcome =
      outcome_of_post(api_.call(http::Method::Put, room_path(room) + "/send/m.room.message/" + encoded(transaction),
                                content->dump(-1, ' ', false, json::error_handler_t::replace)));
  // The same transaction makes one event, so an answer that nobody heard of may be tried again at once.
  if (answers && outcome.kind == Kind::Unknown) outcome.kind = Kind::NotSent;
  if (call.where == room || (outcome.kind != Kind::NeedsCare && outcome.kind != Kind::Gone)) return outcome;
  // What we remembered was old; the next try asks for a new one. A few tries of an outbox end, so this does.
  rooms_.drop_direct(room);
  return {Kind::NotSent, {}, outcome.reason, {}};
}

// https://spec.matrix.org/v1.15/client-server-api/#get_matrixclientv3roomsroomidmessages : newest first
LookUp Sender::look_up(const Outgoing& outgoing) const {
  if (outgoing.idempotency.empty()) return {};
  SendOutcome why;
  const std::string room = room_for(Call::read(outgoing.payload), Conversations::Again::LeaveAlone, why);
  if (room.empty()) return {};
  const std::int64_t before_it = to_unix_millis(outgoing.first_tried_at - kClockDoubt);
  std::string from;
  for (int page = 0; page < kMostPages; ++page) {
    std::string path = room_path(room) + "/messages?dir=b&limit=100";
    if (!from.empty()) path += "&from=" + encoded(from);
    const Answered answered = read_answer(api_.call(http::Method::Get, path));
    const json* chunk = find(*answered.body, {"chunk"});
    if (!answered.ok || chunk == nullptr || !chunk->is_array()) return {};
    for (const json& event : *chunk) {
      if (text_at(event, {"sender"}) == own_id_ && text_at(event, {"content", kMark}) == outgoing.idempotency)
        return {LookUp::Kind::Present, text_at(event, {"event_id"})};
      if (number_at(event, {"origin_server_ts"}).value_or(before_it) < before_it) return {LookUp::Kind::Absent, {}};
    }
    from = text_at(*answered.body, {"end"});
    if (from.empty()) return {LookUp::Kind::Absent, {}};
  }
  return {};
}

}  // namespace allybot::platforms::matrix
