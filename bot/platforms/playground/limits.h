// What the playground shows of a card at most.
// Must never be lower than what a real platform takes: an author should not meet these first.
#pragma once

#include <cstddef>

#include "bot/platforms/cut.h"

namespace allybot::platforms::playground {

inline constexpr Limit kTitle{"title", 300};
inline constexpr Limit kText{"text", 12000};
inline constexpr Limit kButtons{"buttons", 25};
inline constexpr Limit kButton{"button", 80};
inline constexpr Limit kConfirm{"confirm", 300};

inline constexpr std::size_t kMostTyped = 4000;       ///< code points of one message
inline constexpr std::size_t kMostFormBytes = 16000;  ///< of one field of a form
inline constexpr std::size_t kMostBodyBytes = 64U << 10U;

}  // namespace allybot::platforms::playground
