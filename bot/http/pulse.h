// Whether the other end of a connection is still there, by what has been heard of it.
// Must never ask a clock: it is told.
#pragma once

#include "bot/core/time.h"

namespace allybot::http {

/// Times are a Clock's uptime().
class Pulse {
 public:
  struct Limits {
    milliseconds ask_after{5000};    ///< of silence; again and again, until something is heard
    milliseconds dead_after{15000};  ///< of silence
  };
  enum class Step { Nothing, Ask, Dead };

  Pulse(const Limits& limits, milliseconds now) : limits_(limits), heard_(now), asked_(now) {}
  /// Anything has come: a message, a ping, a pong.
  void heard(milliseconds now) { heard_ = now; }
  Step step(milliseconds now);

 private:
  const Limits limits_;
  milliseconds heard_;
  milliseconds asked_;
};

}  // namespace allybot::http
