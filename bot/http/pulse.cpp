#include "bot/http/pulse.h"

#include <algorithm>

namespace allybot::http {

Pulse::Step Pulse::step(milliseconds now) {
  if (now - heard_ >= limits_.dead_after) return Step::Dead;
  if (now - std::max(heard_, asked_) < limits_.ask_after) return Step::Nothing;
  asked_ = now;
  return Step::Ask;
}

}  // namespace allybot::http
