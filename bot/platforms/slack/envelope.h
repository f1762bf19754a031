// Frames of Socket Mode: what Slack says over a connection, as the request that it would be over HTTP, and our word that it came.
// Must never be given a frame of a connection whose address Slack did not tell to our app's token: that is the proof.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/http/message.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::slack {

struct SocketFrame {
  enum class Kind { Hello, Disconnect, Envelope, Other };
  Kind kind = Kind::Other;
  std::string word;  ///< why it disconnects; else its type, for the log
  std::string envelope;
  bool takes_answer = false;
  std::string response_url;  ///< of a command, where an answer may go when the connection is gone
  std::optional<Authentic> request;
};

/// Other for what is no JSON or nothing we know. https://docs.slack.dev/apis/events-api/using-socket-mode
SocketFrame read_socket_frame(std::string_view text);
/// The message that says an envelope came, with the body of `answer` where it is JSON and one is taken.
std::string acknowledgement(const std::string& envelope, bool takes_answer, const http::Response& answer);

}  // namespace allybot::platforms::slack
