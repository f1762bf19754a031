#include "bot/core/back_off.h"

#include <algorithm>

namespace allybot {

milliseconds back_off(int failures, const Pauses& pauses, Random& random) {
  milliseconds pause = pauses.first;
  for (int i = 1; i < failures && pause < pauses.longest; ++i) pause *= 2;
  pause = std::min(pause, pauses.longest);
  // Full jitter: whoever failed together does not come back together.
  const auto drawn = random.below(static_cast<std::uint64_t>(pause.count()) + 1);
  return std::max(pauses.least, milliseconds(static_cast<std::int64_t>(drawn)));
}

}  // namespace allybot
