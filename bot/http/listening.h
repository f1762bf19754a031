// Opens the socket that a receiver listens on.
// Must never listen beside another program on the same port.
#pragma once

#include <string>

#include "bot/core/result.h"

namespace allybot::http {

struct Listening {
  int descriptor = -1;  ///< non-blocking; owned by the caller
  int port = 0;
};

/// Unavailable when the port is in use, Forbidden when it may not be opened, Invalid when the host is no address of this machine;
/// each in a sentence for the operator.
Result<Listening> open_listening(const std::string& host, int port);

}  // namespace allybot::http
