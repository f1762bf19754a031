// One thread that waits for sockets and timers, over Boost.Asio.
// Must never be blocked by what runs on it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace allybot::http {

/// post() and after() may be called by any thread; the rest by the loop's own thread, or before it runs.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Runs until stop(). What throws in here is logged without its text, and the loop goes on.
  void run();
  /// Ends run() after what it is doing now; what waits is never run.
  void stop();

  void post(std::function<void()> work);
  void after(std::chrono::milliseconds delay, std::function<void()> work);

  /// Takes over the listening descriptor.
  void watch(int descriptor);
  /// Runs `ready` once, when a connection waits to be accepted. Nothing after unwatch().
  void when_readable(std::function<void()> ready);
  int watched() const;
  /// Closes the descriptor.
  void unwatch();

  boost::asio::io_context& context();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace allybot::http
