// Every post and non-post of plans over a span, by the engine that the live bot uses.
// Must never write to the store.
#pragma once

#include <string>
#include <vector>

#include "bot/schedule/due.h"

namespace allybot::schedule {

struct SimulatedRow {
  Occurrence occurrence;
  std::string zone;
  PlanId plan;
  std::string item;  ///< id, or empty where nothing is drawn
  std::string key;   ///< of the occurrence: unlike the plan's id it is unique over all workspaces
};

/// `from` and `to` are local dates of each plan's zone, `to` exclusive.
Result<std::vector<SimulatedRow>> simulate(const std::vector<store::Plan>& plans, const LocalDate& from, const LocalDate& to,
                                           const DaysOff& days = DaysOff::usual());
/// "table", "json" (the shape of DESIGN.md 2.2) or "ics"; Invalid for another.
Result<std::string> format_rows(const std::vector<SimulatedRow>& rows, const std::string& format);

}  // namespace allybot::schedule
