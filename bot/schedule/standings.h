// How workspaces have answered lately: one that fails again and again is left alone for a while, so that it delays nobody else.
// Must never decide what becomes of a delivery: only when it is tried.
#pragma once

#include <map>
#include <utility>

#include "bot/core/id.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"

namespace allybot::schedule {

/// One thread at a time.
class Standings {
 public:
  Standings(int failures_to_leave_alone, milliseconds left_alone) : most_(failures_to_leave_alone), left_alone_(left_alone) {}

  /// How much longer the channel's workspace is left alone; zero when it is not.
  milliseconds pause(const ChannelKey& channel, TimePoint now) const;
  /// True when this outcome made us leave it alone.
  bool note(const ChannelKey& channel, SendOutcome::Kind kind, TimePoint now);

 private:
  struct Standing {
    int failures = 0;
    TimePoint left_alone_until{};
  };
  int most_;
  milliseconds left_alone_;
  std::map<std::pair<PlatformId, WorkspaceId>, Standing> by_workspace_;
};

}  // namespace allybot::schedule
