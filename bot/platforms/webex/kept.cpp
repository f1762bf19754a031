#include "bot/platforms/webex/kept.h"

#include <algorithm>

namespace allybot::platforms::webex {

void Kept::keep(const std::string& purpose, const http::ClientOutcome& outcome) {
  const Lock lock(mutex_);
  if (all_.count(purpose) == 0) oldest_first_.push_back(purpose);
  all_[purpose] = outcome;
  if (oldest_first_.size() <= kMost) return;
  all_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

std::optional<http::ClientOutcome> Kept::find(const std::string& purpose) const {
  const Lock lock(mutex_);
  const auto found = all_.find(purpose);
  if (found == all_.end()) return std::nullopt;
  return found->second;
}

void Kept::forget(const std::string& purpose) {
  const Lock lock(mutex_);
  if (all_.erase(purpose) > 0) oldest_first_.erase(std::find(oldest_first_.begin(), oldest_first_.end(), purpose));
}

}  // namespace allybot::platforms::webex
