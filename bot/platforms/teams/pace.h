// How fast Teams may be sent to, kept on our side so that it need not refuse.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
// Must never block: whoever is too early is told how long to wait.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>

#include "bot/core/mutex.h"
#include "bot/core/time.h"

namespace allybot::platforms::teams {

/// Any thread may call it. Goes by the machine's uptime: nobody sets that back.
class Pace {
 public:
  explicit Pace(const Clock& clock) : clock_(clock) {}

  /// Zero: it may be sent now, and counts. Else how long to wait before asking again.
  milliseconds take(const std::string& conversation);

 private:
  using Sent = std::deque<milliseconds>;  ///< uptimes, oldest first

  const Clock& clock_;
  Mutex mutex_;
  Sent all_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Sent> by_conversation_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::teams
