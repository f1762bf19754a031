// What Matrix takes at most, as data. An event is at most 65,536 bytes of canonical JSON with its signatures.
// https://spec.matrix.org/v1.15/client-server-api/#size-limits
// Must never hold logic.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::matrix {

// Both measured as JSON strings; together with what else an event holds they stay below 60,000 bytes.
inline constexpr Limit kHtml{"text", 34000, Unit::Bytes};
inline constexpr Limit kBody{"body", 16000, Unit::Bytes};
inline constexpr Limit kTitle{"title", 200};
inline constexpr Limit kUrl{"url", 2000, Unit::Bytes};
inline constexpr Limit kPlaceName{"place", 100};

// A homeserver sends up to a hundred events at once and repeats them until they are taken: one too big would block all others.
inline constexpr std::size_t kMostTransactionBytes = 8U << 20U;

}  // namespace allybot::platforms::matrix
