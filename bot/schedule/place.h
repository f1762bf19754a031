// What becomes of a channel's plans when nothing can be posted there any more: all of them stop, not only the one that noticed.
// Must never touch a plan that a lead has paused: it stays theirs to resume.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/time.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// Begins the trouble of a plan that stopped for a reason of its own: nothing could be drawn for it.
inline constexpr std::string_view kCannotDraw = "cannot_draw:";
/// Stopped because nothing can be posted in its channel.
bool is_stopped_by_place(const store::Plan& plan);

/// What a person has to decide or mend.
struct InTrouble {
  const store::Delivery& delivery;  ///< Unknown or Dead
  /// The plans that were stopped with it, when nothing can be posted in its channel any more; empty: it is about this post alone.
  std::vector<store::Plan> stopped;
};

struct Stopped {
  std::vector<store::Plan> plans;  ///< those that were active until now
  bool before = false;             ///< others had been stopped already: the people have been told of this place
};
/// Stops every active plan of the channel until somebody resumes it or the bot is added again. `reason` is a stable word. Each
/// one gets a line in the audit trail.
Result<Stopped> stop_plans(store::Writer& tx, const ChannelKey& channel, const std::string& reason, TimePoint now);

}  // namespace allybot::schedule
