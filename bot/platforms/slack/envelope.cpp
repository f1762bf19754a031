#include "bot/platforms/slack/envelope.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/route.h"
#include "bot/platforms/slack/text.h"
#include "bot/platforms/slack/verify.h"

namespace allybot::platforms::slack {
namespace {

using nlohmann::json;

constexpr std::size_t kMostEnvelopeId = 128;

std::string as_form(const json& payload) {
  std::string form;
  for (const auto& [name, value] : payload.items()) {
    if (!value.is_string()) continue;
    if (!form.empty()) form += '&';
    form += http::form_encode(name) + '=' + http::form_encode(value.get<std::string>());
  }
  return form;
}

std::string as_text(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::optional<Authentic> request_of(const std::string& type, const json& payload, const std::string& envelope) {
  if (type == "slash_commands") return SocketVerifier::heard(kCommandsPath, as_form(payload), envelope);
  if (type == "interactive")
    return SocketVerifier::heard(kInteractivityPath, "payload=" + http::form_encode(as_text(payload)), envelope);
  if (type == "events_api") return SocketVerifier::heard(kEventsPath, as_text(payload), envelope);
  return std::nullopt;
}

}  // namespace

SocketFrame read_socket_frame(std::string_view text) {
  SocketFrame frame;
  const auto said = read_json(text);
  if (!said || !said->is_object()) {
    frame.word = "unreadable";
    return frame;
  }
  frame.word = printable(cut_bytes(text_at(*said, {"type"}), 64));
  if (frame.word == "hello") {
    frame.kind = SocketFrame::Kind::Hello;
    return frame;
  }
  if (frame.word == "disconnect") {
    frame.kind = SocketFrame::Kind::Disconnect;
    frame.word = printable(cut_bytes(text_at(*said, {"reason"}), 64));
    return frame;
  }
  frame.envelope = text_at(*said, {"envelope_id"});
  if (frame.envelope.empty() || frame.envelope.size() > kMostEnvelopeId || printable(frame.envelope) != frame.envelope)
    return frame;
  // Of whatever type: what we do not know is acknowledged, or it would come again and again.
  frame.kind = SocketFrame::Kind::Envelope;
  frame.takes_answer = true_at(*said, {"accepts_response_payload"});
  if (const json* payload = find(*said, {"payload"}); payload != nullptr && payload->is_object()) {
    if (frame.word == "slash_commands") frame.response_url = text_at(*payload, {"response_url"});
    frame.request = request_of(frame.word, *payload, frame.envelope);
  }
  return frame;
}

std::string acknowledgement(const std::string& envelope, bool takes_answer, const http::Response& answer) {
  json said{{"envelope_id", envelope}};
  if (takes_answer && !answer.body.empty() && answer.content_type.rfind("application/json", 0) == 0)
    if (auto payload = read_json(answer.body)) said["payload"] = std::move(*payload);
  return as_text(said);
}

}  // namespace allybot::platforms::slack
