// Plans as the tests of this folder need them.
#pragma once

#include <string>

#include "bot/schedule/due.h"

namespace allybot::schedule {

inline store::Plan plan_of(const std::string& rrule, const std::string& start, const std::string& zone) {
  store::Plan plan;
  plan.id = PlanId("p3");
  plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
  plan.words = "as tested";
  plan.rrule = rrule;
  plan.start = start;
  plan.zone = zone;
  return plan;
}

inline TimePoint utc(const char* text) { return from_rfc3339(text).value(); }

}  // namespace allybot::schedule
