// A plan in words: what it posts, when, in which zone, and what comes next.
// Must never leave out the zone: a time without one is no time.
#pragma once

#include <string>
#include <vector>

#include "bot/schedule/due.h"
#include "bot/schedule/words.h"
#include "handlers/memory.h"
#include "handlers/speaker.h"

namespace allybot::handlers {

/// Its rule and time of day.
schedule::When when_of(const store::Plan& plan);
/// "every Tuesday at 10:00"
std::string when_text(const Speaker& speaker, const store::Plan& plan);
/// "every Tuesday at 10:00 (Europe/Berlin): tips and myths, about Meetings, until 2026-12-31"
std::string plan_text(const Speaker& speaker, const store::Plan& plan);
/// "tips and myths", or the series with its progress.
std::string what_text(const Speaker& speaker, const store::Plan& plan);
/// "tips and myths"
std::string kinds_text(const Speaker& speaker, const std::vector<std::string>& kinds);
/// "Tue 31 Mar 2026, 10:00"
std::string moment_text(const Speaker& speaker, const schedule::LocalTime& local);
/// "Tue 31 Mar 2026"
std::string date_text(const Speaker& speaker, const schedule::LocalDate& date);
/// "2026-03-31" in English, as people type it; with the month's name in others.
std::string day_text(const Speaker& speaker, const std::string& day);
/// The same for an occurrence; where the clocks change it says what the plan's own time was.
std::string occurrence_text(const Speaker& speaker, const schedule::Occurrence& occurrence);
/// What it posts and how it stands: "every Tuesday at 10:00 (Europe/Berlin): tips. Next: Tue 31 Mar 2026, 10:00."
Line plan_line(const Speaker& speaker, const store::Plan& plan, TimePoint now);
/// "Next: ...", "Paused until ...", "Ended", or what keeps it from posting.
Line state_line(const Speaker& speaker, const store::Plan& plan, TimePoint now);

/// The next occurrences that will be posted, at most `most`.
Result<std::vector<schedule::Occurrence>> next_posts(const store::Plan& plan, TimePoint after, std::size_t most,
                                                     const schedule::Almanac& days);

}  // namespace allybot::handlers
