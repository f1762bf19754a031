// Answers given lately to read-only requests, so that a captured request sent again shows nothing new and costs nothing.
// Must never keep more than its bound, and never hold an answer of a request that changed something: those are in the store.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::app {

/// Any thread may call it.
class ReplayCache {
 public:
  explicit ReplayCache(std::size_t most, milliseconds kept_for) : most_(most), kept_for_(kept_for) {}
  std::optional<http::Response> find(const std::string& key, TimePoint now);
  void keep(const std::string& key, const http::Response& response, TimePoint now);

 private:
  struct Kept {
    http::Response response;
    TimePoint until{};
  };
  Mutex mutex_;
  std::unordered_map<std::string, Kept> kept_ BOT_GUARDED_BY(mutex_);
  std::deque<std::pair<std::string, TimePoint>> order_ BOT_GUARDED_BY(mutex_);
  const std::size_t most_;
  const milliseconds kept_for_;
};

}  // namespace allybot::app
