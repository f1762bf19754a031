#include "bot/app/replay_cache.h"

#include <algorithm>

namespace allybot::app {

ReplayCache::ReplayCache(std::size_t most, milliseconds kept_for, std::size_t most_bytes)
    : most_(most), kept_for_(kept_for), most_bytes_(most_bytes), bytes_(new char[most_bytes]) {}

std::optional<http::Response> ReplayCache::find(std::string_view key, TimePoint now) {
  const Lock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  const Kept& kept = kept_[static_cast<std::size_t>(found->second - dropped_)];
  if (kept.until <= now) return std::nullopt;
  http::Response response;
  response.status = kept.status;
  response.content_type = text(kept.at + kept.key_size, kept.type_size);
  response.body = text(kept.at + kept.key_size + kept.type_size, kept.body_size);
  response.headers = kept.headers;
  return response;
}

void ReplayCache::keep(std::string_view key, const http::Response& response, TimePoint now) {
  Kept kept{0,
            static_cast<std::uint32_t>(key.size()),
            static_cast<std::uint32_t>(response.content_type.size()),
            static_cast<std::uint32_t>(response.body.size()),
            response.status,
            now + kept_for_,
            response.headers};
  const std::size_t size = key.size() + response.content_type.size() + response.body.size();
  const Lock lock(mutex_);
  while (!kept_.empty() && (kept_.front().until <= now || kept_.size() >= most_)) drop_oldest();
  if (size > most_bytes_ / 8 || by_key_.count(key) > 0) return;
  kept.at = make_room(size);
  char* into = bytes_.get() + kept.at;
  for (const std::string_view part : {key, std::string_view(response.content_type), std::string_view(response.body)})
    into = std::copy(part.begin(), part.end(), into);
  by_key_.emplace(text(kept.at, key.size()), dropped_ + kept_.size());
  kept_.push_back(std::move(kept));
}

void ReplayCache::drop_oldest() {
  by_key_.erase(text(kept_.front().at, kept_.front().key_size));
  kept_.pop_front();
  ++dropped_;
}

/// Texts lie in the order of their age, from next_ on round to next_ again: what is in the way is the oldest.
std::size_t ReplayCache::make_room(std::size_t size) {
  if (most_bytes_ - next_ < size) {
    while (!kept_.empty() && kept_.front().at >= next_) drop_oldest();
    next_ = 0;
  }
  while (!kept_.empty() && kept_.front().at >= next_ && kept_.front().at < next_ + size) drop_oldest();
  const std::size_t at = next_;
  next_ += size;
  return at;
}

}  // namespace allybot::app
