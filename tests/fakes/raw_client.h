// An HTTP client that sends exactly the bytes it is given and reads answers one by one, for tests of the receiver.
// Must never mend or hide what a server does wrong.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bot/http/message.h"
#include "tests/fakes/socket.h"

namespace allybot::fakes {

struct RawAnswer {
  int status = 0;
  http::Headers headers;
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(int port) : socket_(Socket::connect(port)) {}
  Socket& socket() { return socket_; }
  bool is_connected() const { return socket_.is_open(); }
  bool send(std::string_view bytes) { return socket_.write(bytes); }

  /// The next answer, by its Content-Length; nothing when the connection ends or the patience does.
  /// `to_head`: no body follows, whatever its length says.
  std::optional<RawAnswer> answer(bool to_head = false, std::chrono::milliseconds patience = Socket::kPatience);
  /// Whether the other end closes (or resets) without another byte.
  bool is_closed(std::chrono::milliseconds patience = Socket::kPatience);

  /// "POST path" with Host, type and length.
  static std::string post(std::string_view path, std::string_view body,
                          std::string_view content_type = "application/x-www-form-urlencoded",
                          std::string_view more_headers = {});
  static std::string get(std::string_view path, std::string_view more_headers = {});

 private:
  Socket socket_;
  std::string pending_;
};

}  // namespace allybot::fakes
