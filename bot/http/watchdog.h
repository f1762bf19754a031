// Ends what takes longer than it may: at a deadline it calls back once, from a thread of its own.
// Must never be given work that blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "bot/core/mutex.h"

namespace allybot::http {

/// Any thread may call it. Its thread starts with the first deadline.
class Watchdog {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  Watchdog() = default;
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// Calls `bark` at `deadline`, unless called off before. Returns a number for call_off().
  std::uint64_t watch(Moment deadline, std::function<void()> bark);
  /// After this `bark` neither runs nor will run.
  void call_off(std::uint64_t number);

 private:
  void run();

  Mutex mutex_;
  Condition changed_;
  bool over_ BOT_GUARDED_BY(mutex_) = false;
  std::uint64_t last_ BOT_GUARDED_BY(mutex_) = 0;
  std::map<std::pair<Moment, std::uint64_t>, std::function<void()>> watched_ BOT_GUARDED_BY(mutex_);
  std::thread thread_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::http
