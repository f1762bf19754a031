// Dates as people write them, in a row of tokens.
// Must never choose between day and month: "3/4/2026" is not read.
#pragma once

#include <optional>

#include "bot/schedule/tokens.h"
#include "bot/schedule/zone.h"

namespace allybot::schedule {

/// The date that begins at `at`, which then moves behind it; nothing, and `at` as it was, when there is none.
std::optional<LocalDate> take_date(const std::vector<Token>& tokens, std::size_t& at, const LocalDate& today);

}  // namespace allybot::schedule
