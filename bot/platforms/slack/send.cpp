#include "bot/platforms/slack/send.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using nlohmann::json;

constexpr const char* kMarkType = "allybot_delivery";
constexpr int kMostPages = 20;
constexpr std::chrono::minutes kClockDoubt{10};  // our clock and Slack's may differ

}  // namespace

std::string with_mark(std::string payload, const std::string& mark) {
  if (mark.empty() || payload.empty() || payload.back() != '}') return payload;
  payload.pop_back();
  return payload + R"(,"metadata":{"event_type":")" + kMarkType + R"(","event_payload":{"id":)" + json_quoted(mark) + "}}}";
}

SendOutcome Sender::send(const Outgoing& outgoing) const {
  Call call = Call::read(outgoing.payload);
  if (call.is_response()) {
    // Checked when it came in, and again here: what goes out may have been stored in between.
    if (!hosts_.allow(call.target)) return {SendOutcome::Kind::Refused, {}, "foreign_host", {}};
    return outcome_of_response(api_.respond(call.target, std::move(call.body)));
  }
  if (call.target == "chat.postMessage") call.body = with_mark(std::move(call.body), outgoing.idempotency);
  return outcome_of_post(api_.post(call.target, std::move(call.body)));
}

// https://docs.slack.dev/reference/methods/conversations.history
LookUp Sender::look_up(const Outgoing& outgoing) const {
  if (!may_look_up_ || outgoing.idempotency.empty()) return {};
  const Call call = Call::read(outgoing.payload);
  const auto payload = read_json(call.body);
  if (call.target != "chat.postMessage" || !payload) return {};
  std::string channel = text_at(*payload, {"channel"});
  if (channel.substr(0, 1) == "U" || channel.substr(0, 1) == "W") channel = opened_conversation(channel);
  if (!is_id(channel)) return {};

  const std::string oldest = std::to_string(to_unix_seconds(outgoing.first_tried_at - kClockDoubt));
  std::string cursor;
  for (int page = 0; page < kMostPages; ++page) {
    WebApi::Arguments arguments{{"channel", channel}, {"oldest", oldest}, {"limit", "200"}, {"include_all_metadata", "true"}};
    if (!cursor.empty()) arguments.emplace_back("cursor", cursor);
    const Answered answered = read_answer(api_.ask("conversations.history", arguments));
    const json* messages = find(*answered.body, {"messages"});
    if (!answered.ok || messages == nullptr || !messages->is_array()) return {};
    for (const json& message : *messages) {
      if (text_at(message, {"metadata", "event_type"}) == kMarkType &&
          text_at(message, {"metadata", "event_payload", "id"}) == outgoing.idempotency)
        return {LookUp::Kind::Present, channel + ':' + text_at(message, {"ts"})};
    }
    cursor = text_at(*answered.body, {"response_metadata", "next_cursor"});
    if (cursor.empty()) {
      // "More, but no cursor" is no proof of absence.
      return {true_at(*answered.body, {"has_more"}) ? LookUp::Kind::CannotTell : LookUp::Kind::Absent, {}};
    }
  }
  return {};
}

std::string Sender::opened_conversation(const std::string& member) const {
  return text_at(*read_answer(api_.ask("conversations.open", {{"users", member}})).body, {"channel", "id"});
}

}  // namespace allybot::platforms::slack
