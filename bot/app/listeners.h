// The threads on which adapters listen to what comes without a request, and the way from there into their ingress.
// Must never decide when to connect or what a frame means: that is the adapter's.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "bot/app/ingress.h"
#include "bot/core/mutex.h"
#include "bot/store/store.h"

namespace allybot::app {

/// start() and stop() by one thread, troubles() by any, at any time.
class Listeners {
 public:
  Listeners(store::Store& store, Metrics& metrics);
  ~Listeners();
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  /// A thread for each source of the ingress's adapter; both outlive them.
  void start(Ingress& ingress);
  /// Asks all to end and waits for them; what they handed on may still be at work.
  void stop();
  /// "slack: ...", for each source that says it can hear nothing.
  std::vector<std::string> troubles() const;

 private:
  class Door;
  store::Store& store_;
  Metrics& metrics_;
  mutable Mutex mutex_;
  std::list<std::unique_ptr<Door>> doors_ BOT_GUARDED_BY(mutex_);
  std::vector<std::jthread> threads_;
};

}  // namespace allybot::app
