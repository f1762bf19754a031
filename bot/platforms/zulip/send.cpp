#include "bot/platforms/zulip/send.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/zulip/route.h"

namespace allybot::platforms::zulip {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRead = 100;
constexpr std::chrono::minutes kClockDoubt{2};  // our clock and the server's may differ

/// "[5]" of "@5", "[5,6]" of "d5,6".
std::string people_in(const std::string& place) { return '[' + place.substr(1) + ']'; }

std::string narrow_to(const Message& message, const std::string& sender) {
  json narrow = json::array();
  if (is_id(message.place)) {
    narrow.push_back({{"operator", "stream"}, {"operand", std::stoll(message.place)}});
    narrow.push_back({{"operator", "topic"}, {"operand", message.topic}});
  } else {
    narrow.push_back({{"operator", "pm-with"}, {"operand", json::parse(people_in(message.place))}});
  }
  narrow.push_back({{"operator", "sender"}, {"operand", sender}});
  return narrow.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

// https://zulip.com/api/send-message ; the older words for the types are taken by every version.
SendOutcome Sender::send(const Outgoing& outgoing) const {
  const Message message = Message::read(outgoing.payload);
  if (message.content.empty()) return {SendOutcome::Kind::Refused, {}, "payload_unreadable", {}};
  const bool direct = !is_id(message.place);
  std::string form = direct ? "type=private&to=" + http::form_encode(people_in(message.place))
                            : "type=stream&to=" + message.place + "&topic=" + http::form_encode(message.topic);
  return outcome_of_post(api_.post("/messages", form + "&content=" + http::form_encode(message.content)), direct);
}

// https://zulip.com/api/get-messages
LookUp Sender::look_up(const Outgoing& outgoing) const {
  const Message message = Message::read(outgoing.payload);
  if (message.content.empty()) return {};
  const Answered answered =
      read_answer(api_.get("/messages?anchor=newest&num_before=" + std::to_string(kMostRead) +
                           "&num_after=0&apply_markdown=false&narrow=" + http::form_encode(narrow_to(message, bot_email_))));
  const json* found = find(*answered.body, {"messages"});
  if (!answered.ok || found == nullptr || !found->is_array()) return {};
  const auto since = to_unix_seconds(outgoing.first_tried_at - kClockDoubt);
  bool all_newer = true;
  for (const json& one : *found) {
    const bool newer = number_at(one, {"timestamp"}).value_or(0) >= since;
    all_newer = all_newer && newer;
    // The server takes white space off the ends.
    if (newer && trim(text_at(one, {"content"})) == trim(message.content))
      return {LookUp::Kind::Present, std::to_string(number_at(one, {"id"}).value_or(0))};
  }
  return {all_newer && found->size() >= kMostRead ? LookUp::Kind::CannotTell : LookUp::Kind::Absent, {}};
}

}  // namespace allybot::platforms::zulip
