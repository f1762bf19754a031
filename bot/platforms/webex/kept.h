// What Webex answered while a request is read: it tells ids alone, and what they are has to be asked for.
// Must never outlive the reading of its request by much: message text is in it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "bot/core/mutex.h"
#include "bot/http/message.h"

namespace allybot::platforms::webex {

/// Any thread may call it.
class Kept {
 public:
  void keep(const std::string& purpose, const http::ClientOutcome& outcome);
  std::optional<http::ClientOutcome> find(const std::string& purpose) const;
  void forget(const std::string& purpose);

 private:
  static constexpr std::size_t kMost = 200;  ///< readings that were broken off
  mutable Mutex mutex_;
  std::map<std::string, http::ClientOutcome> all_ BOT_GUARDED_BY(mutex_);
  std::deque<std::string> oldest_first_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::webex
