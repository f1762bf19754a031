// Whether our clock agrees with a platform's, by the Date of an answer: signed requests are refused outside a window.
// Must never be what a proof hangs on: it is for doctor.
#pragma once

#include <optional>
#include <string>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// A warning beyond a minute, a failure beyond the five that proofs allow; nothing when the answer has no date.
std::optional<Check> clock_check(const http::ClientOutcome& outcome, TimePoint now, const std::string& platform);

}  // namespace allybot::platforms
