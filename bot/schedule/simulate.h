// Every post and non-post of plans over a span of dates, by the foretelling that the live bot uses.
// Must never write to the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/schedule/foretell.h"

namespace allybot::schedule {

struct SimulatedRow {
  Occurrence occurrence;
  std::string zone;
  PlanId plan;
  std::string channel;  ///< "slack/T1/C1"; empty for a member's own: who asked for nudges is nobody's to read
  std::string item;     ///< id, or empty where nothing is drawn
  std::string key;      ///< of the occurrence: unlike the plan's id it is unique over all workspaces
};

struct Span {
  LocalDate from, to;  ///< local dates of each plan's zone, `to` exclusive
  /// Where the situation is known: what lies between this and `from` is lived through, unseen. Nothing: it is known at `from`.
  std::optional<TimePoint> known_at{};
};

/// One channel.
Result<std::vector<SimulatedRow>> simulate(const Situation& channel, const Span& span, const Almanac& almanac = Almanac::usual(),
                                           const Sketcher& sketch = {}, const std::optional<Downtime>& down = {});
/// Earliest first.
void sort_rows(std::vector<SimulatedRow>& rows);
/// "table", "json" (the shape of DESIGN.md 2.2) or "ics" (what is not posted as a cancelled event); Invalid for another.
Result<std::string> format_rows(const std::vector<SimulatedRow>& rows, const std::string& format);

}  // namespace allybot::schedule
