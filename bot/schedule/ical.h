// iCalendar text (RFC 5545): single events in UTC, so that no calendar program computes our rules again.
// Must never write a local time or a recurrence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/time.h"

namespace allybot::schedule {

struct CalendarEvent {
  std::string uid;  ///< always the same for the same occurrence
  TimePoint at{};
  std::string summary, description;
  bool cancelled = false;  ///< it would have been then
};

/// A whole calendar. `name` is what programs show; empty: none. `made_at` stamps the events; nothing: each with its own moment.
std::string to_ics(const std::vector<CalendarEvent>& events, std::string_view product, std::string_view name,
                   std::optional<TimePoint> made_at);

}  // namespace allybot::schedule
