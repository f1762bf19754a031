// Reads whole HTTP/1.1 requests off a test's socket, for the fake platform.
// Must never be used on anything but what our own client sends: it checks little.
#pragma once

#include <string>

#include "tests/fakes/fake_platform.h"
#include "tests/fakes/socket.h"

namespace allybot::fakes {

class RequestReader {
 public:
  explicit RequestReader(Socket& socket) : socket_(socket) {}
  /// Request line and headers; false when the connection ends or stays silent for a minute.
  bool read_head(Call& into);
  /// The body by Content-Length or in chunks.
  bool read_body(Call& into);

 private:
  bool read_more();
  bool take(std::size_t bytes, std::string& into);
  bool take_line(std::string& line);

  Socket& socket_;
  std::string pending_;
};

}  // namespace allybot::fakes
