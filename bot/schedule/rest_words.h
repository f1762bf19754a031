// People's words for quiet hours and blackout spans.
// Must never guess: what is not understood is nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/schedule/rest.h"
#include "bot/schedule/wording.h"

namespace allybot::schedule {

/// "20:00-8:00", "8pm to 7:30 am", "half past nine to seven in the morning": times as plans say them. Figures count as written;
/// an hour in words may be of either half of the day: all spans that may be meant, none when it is not understood.
std::vector<QuietHours> read_quiet_words(std::string_view text, const Wordings& wordings = {});
/// "21 Dec to 3 Jan", "2026-12-24": from today on; the last day is the first such one after the first.
std::optional<DateSpan> read_span_words(std::string_view text, const LocalDate& today, const Wordings& wordings = {});

}  // namespace allybot::schedule
