#include "bot/platforms/rocket_chat/send.h"

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/rocket_chat/route.h"

namespace allybot::platforms::rocket_chat {
namespace {

using nlohmann::json;
using Kind = SendOutcome::Kind;

constexpr std::size_t kIdLength = 24;

/// The id that a delivery's message has: the server takes no second message of one id.
std::string message_id(const std::string& idempotency) {
  return crypto::to_hex(crypto::sha256(idempotency)).substr(0, kIdLength);
}

}  // namespace

// https://developer.rocket.chat/apidocs/send-message
SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Message message = Message::read(outgoing.payload);
  if (message.content.empty()) return {Kind::Refused, {}, "payload_unreadable", {}};
  const bool answers = outgoing.idempotency.empty();
  const About about{is_direct(message.place), !answers};
  const std::string member = about.direct ? message.place.substr(1) : std::string();
  std::string room = message.place;
  bool remembered = false;
  if (about.direct) {
    Rooms::Direct direct = rooms_.direct(member);
    if (direct.room.empty()) return std::move(direct.why);
    room = std::move(direct.room);
    remembered = direct.known;
  } else if (SendOutcome allowed = rooms_.may_post(room); allowed.kind != Kind::Sent) {
    return allowed;
  }
  json body{{"message", {{"rid", room}, {"msg", message.content}}}, {"previewUrls", json::array()}};
  if (!answers) body["message"]["_id"] = message_id(outgoing.idempotency);
  if (!message.thread.empty()) body["message"]["tmid"] = message.thread;
  SendOutcome outcome = outcome_of_post(api_.post("/chat.sendMessage", body), about, clock_.now());
  if (!remembered || (outcome.kind != Kind::Gone && outcome.kind != Kind::NeedsCare)) return outcome;
  // What we remembered may be old: the next try asks for the room anew.
  rooms_.drop_direct(member);
  return {Kind::NotSent, {}, outcome.reason, {}};
}

// https://developer.rocket.chat/apidocs/get-message : what is not there is refused without a word
LookUp Sender::look_up(const Outgoing& outgoing) const {
  if (outgoing.idempotency.empty()) return {};
  const std::string id = message_id(outgoing.idempotency);
  const Answered answered = read_answer(api_.get("/chat.getMessage?msgId=" + id));
  if (answered.ok && text_at(*answered.body, {"message", "_id"}) == id) return {LookUp::Kind::Present, id};
  if (answered.status == 400 && answered.silent) return {LookUp::Kind::Absent, {}};
  return {};
}

}  // namespace allybot::platforms::rocket_chat
