// Waits for the signal that ends a command which serves.
// Must be made before any thread is, so that no other thread takes the signal.
#pragma once

#include <signal.h>

namespace allybot::app::commands {

class StopSignal {
 public:
  /// Blocks SIGTERM and SIGINT for this thread and those that it starts.
  StopSignal();
  /// Blocks until one comes; gives its number.
  int wait() const;

 private:
  sigset_t signals_;
};

}  // namespace allybot::app::commands
