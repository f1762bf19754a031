// How long to wait before another try after failures in a row.
// Must never let those who failed together come back together.
#pragma once

#include "bot/core/random.h"
#include "bot/core/time.h"

namespace allybot {

struct Pauses {
  milliseconds first;  ///< the longest one after one failure; it doubles with each
  milliseconds longest;
  milliseconds least;  ///< chance makes none shorter
};

/// By chance between the least and what `failures` (1 or more) in a row allow.
milliseconds back_off(int failures, const Pauses& pauses, Random& random);

}  // namespace allybot
