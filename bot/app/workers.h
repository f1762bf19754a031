// A bounded pool of threads for what may block: writes to the store, calls to other hosts.
// Must never be handed work by its own threads and wait for it.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "bot/core/mutex.h"

namespace allybot::app {

/// Any thread may call it.
class Workers {
 public:
  Workers(int threads, std::size_t most_waiting);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// False when too much waits already, or it is stopping: the caller answers that it is busy.
  bool offer(std::function<void()> work);
  /// Finishes what waits, then ends the threads.
  void stop();

 private:
  void run();
  Mutex mutex_;
  Condition changed_;
  std::deque<std::function<void()>> waiting_ BOT_GUARDED_BY(mutex_);
  bool stopping_ BOT_GUARDED_BY(mutex_) = false;
  const std::size_t most_waiting_;
  std::vector<std::thread> threads_;
};

}  // namespace allybot::app
