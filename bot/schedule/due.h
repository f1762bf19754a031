// Which moments a plan fires at. Pure: plan, zone and span in, occurrences out.
// A local time that does not exist fires at the first moment after the gap; one that happens twice fires on its first pass only;
// a local date that does not exist is skipped. A member's own nudge comes up to three quarters of an hour later (spread.h).
// Days off, blackout spans and quiet hours keep or move what is left (rest.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/time.h"
#include "bot/schedule/almanac.h"
#include "bot/schedule/rest.h"
#include "bot/schedule/zone.h"
#include "bot/store/records.h"

namespace allybot::schedule {

struct Occurrence {
  TimePoint at{};
  LocalTime nominal;  ///< what the plan says, also when it falls into a gap
  LocalTime local;    ///< what the wall clock shows at `at`
  /// "", "gap", "overlap"; where it was moved or not posted "holiday", "weekend", "quiet-hours"; for non-posts also "blackout",
  /// "doubled", "skipped", "paused", "no-such-date", "broken".
  std::string reason;
  std::string note;  ///< what the reason is about: the holiday's name
  bool post = true;
  std::string key(const store::Plan& plan) const;  ///< "slack/T1/p3@2026-03-29T02:30"
};

/// Every moment in (after, upto], earliest first, non-posts (paused, skipped, no such date) among them with post = false. At most
/// `most`.
Result<std::vector<Occurrence>> occurrences(const store::Plan& plan, TimePoint after, TimePoint upto, std::size_t most,
                                            const Almanac& days = Almanac::usual());
/// What has come due by `now`, from the nominal time plan.next_local on.
Result<std::vector<Occurrence>> come_due(const store::Plan& plan, TimePoint now, std::size_t most, const Almanac& days);
/// The first occurrence after `after` that will be posted; nothing when the series has ended. Looks at most ten years ahead.
Result<std::optional<Occurrence>> next_occurrence(const store::Plan& plan, TimePoint after,
                                                  const Almanac& days = Almanac::usual());
/// Writes next_at and next_local (and Ended) for the first occurrence after `after`; resumes a pause whose date has come.
Result<void> schedule_next(store::Plan& plan, TimePoint after, const Almanac& days = Almanac::usual());
/// The same after the rules around the plan have changed (zone data, holidays, quiet hours): what is due and not yet claimed
/// stays due, later ones are computed anew. True when something changed.
Result<bool> reschedule(store::Plan& plan, TimePoint now, const Almanac& days = Almanac::usual());

}  // namespace allybot::schedule
