// Dates as people write them, in a row of tokens.
// Must never choose between day and month: "3/4/2026" is not read.
#pragma once

#include <optional>

#include "bot/schedule/tokens.h"
#include "bot/schedule/zone.h"

namespace allybot::schedule {

/// The date that begins at `at`, which then moves behind it; nothing, and `at` as it was, when there is none.
std::optional<LocalDate> take_date(const std::vector<Token>& tokens, std::size_t& at, const LocalDate& today);

/// What the first wording reads in which `read` finds anything.
template <class Read>
auto first_read(const Wordings& wordings, Read&& read) -> decltype(read(english())) {
  for (const auto& wording : wordings)
    if (auto found = read(*wording)) return found;
  return wordings.empty() ? read(english()) : decltype(read(english()))();
}

}  // namespace allybot::schedule
