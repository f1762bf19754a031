#include "bot/schedule/standings.h"

#include <algorithm>

namespace allybot::schedule {

milliseconds Standings::pause(const ChannelKey& channel, TimePoint now) const {
  const auto found = by_workspace_.find({channel.platform, channel.workspace});
  if (found == by_workspace_.end()) return milliseconds(0);
  // Never longer than it was meant to be, should the clock have been set back meanwhile.
  return std::clamp<milliseconds>(found->second.left_alone_until - now, milliseconds(0), left_alone_);
}

bool Standings::note(const ChannelKey& channel, SendOutcome::Kind kind, TimePoint now) {
  if (kind != SendOutcome::Kind::NotSent && kind != SendOutcome::Kind::Unknown) {
    by_workspace_.erase({channel.platform, channel.workspace});
    return false;
  }
  Standing& standing = by_workspace_[{channel.platform, channel.workspace}];
  if (++standing.failures < most_) return false;
  standing.failures = 0;
  standing.left_alone_until = now + left_alone_;
  return true;
}

}  // namespace allybot::schedule
