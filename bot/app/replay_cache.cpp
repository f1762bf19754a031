#include "bot/app/replay_cache.h"

namespace allybot::app {

std::optional<http::Response> ReplayCache::find(const std::string& key, TimePoint now) {
  const Lock lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end() || found->second.until <= now) return std::nullopt;
  return found->second.response;
}

void ReplayCache::keep(const std::string& key, const http::Response& response, TimePoint now) {
  const Lock lock(mutex_);
  while (!order_.empty() && (order_.front().second <= now || order_.size() >= most_)) {
    kept_.erase(order_.front().first);
    order_.pop_front();
  }
  if (kept_.emplace(key, Kept{response, now + kept_for_}).second) order_.emplace_back(key, now + kept_for_);
}

}  // namespace allybot::app
