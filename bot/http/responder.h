// The side of a responder that the connection implements.
// Must never be called twice for one request: Responder sees to that.
#pragma once

#include "bot/http/receiver.h"

namespace allybot::http {

class Responder::Channel {
 public:
  virtual ~Channel() = default;
  /// From any thread; ignored when the connection has gone.
  virtual void respond(Response response) = 0;
};

}  // namespace allybot::http
