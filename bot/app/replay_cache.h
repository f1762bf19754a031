// Answers given lately to read-only requests, so that a captured request sent again shows nothing new and costs nothing.
// Must never keep more than its bounds, and never hold an answer of a request that changed something: those are in the store.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::app {

/// Any thread may call it. The texts lie one behind the other in one piece of memory that is written round and round: an answer
/// a request costs no allocation, and the memory is taken only as far as it was ever used.
class ReplayCache {
 public:
  /// Beyond `most` answers or `most_bytes` of text the oldest go before their time.
  ReplayCache(std::size_t most, milliseconds kept_for, std::size_t most_bytes = 3U << 20U);
  std::optional<http::Response> find(std::string_view key, TimePoint now);
  /// The first answer under a key stays. One that would fill an eighth of the memory is not kept.
  void keep(std::string_view key, const http::Response& response, TimePoint now);

 private:
  struct Kept {
    std::size_t at;  ///< in bytes_: key, content type, body
    std::uint32_t key_size, type_size, body_size;
    int status;
    TimePoint until{};
    std::vector<std::pair<std::string, std::string>> headers;  ///< as a rule none
  };
  std::string_view text(std::size_t at, std::size_t size) const BOT_REQUIRES(mutex_) { return {bytes_.get() + at, size}; }
  void drop_oldest() BOT_REQUIRES(mutex_);
  std::size_t make_room(std::size_t size) BOT_REQUIRES(mutex_);

  const std::size_t most_;
  const milliseconds kept_for_;
  const std::size_t most_bytes_;
  Mutex mutex_;
  std::unique_ptr<char[]> bytes_ BOT_GUARDED_BY(mutex_);
  std::size_t next_ BOT_GUARDED_BY(mutex_) = 0;                                        ///< where the next text goes
  std::deque<Kept> kept_ BOT_GUARDED_BY(mutex_);                                       ///< oldest first
  std::uint64_t dropped_ BOT_GUARDED_BY(mutex_) = 0;                                   ///< how many went from the front
  std::unordered_map<std::string_view, std::uint64_t> by_key_ BOT_GUARDED_BY(mutex_);  ///< numbers counted from the first ever
};

}  // namespace allybot::app
