// Makes what doctor and start-up found out, by its level.
// Must never hold what is found out: that is each adapter's.
#pragma once

#include <string>
#include <utility>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

inline Check good(std::string what) { return {Check::Level::Good, std::move(what), {}}; }
inline Check warning(std::string what, std::string mend) { return {Check::Level::Warning, std::move(what), std::move(mend)}; }
inline Check failure(std::string what, std::string mend) { return {Check::Level::Failure, std::move(what), std::move(mend)}; }

}  // namespace allybot::platforms
