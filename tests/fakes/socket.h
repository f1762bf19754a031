// Plain TCP sockets on 127.0.0.1 for tests: every read and connect has a deadline, so that no test hangs or sleeps.
// Must never be used outside tests.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace allybot::fakes {

/// One connection. Used by one thread, except shut_down(), which wakes a reader on another one.
class Socket {
 public:
  enum class Read { Some, Closed, TimedOut };
  static constexpr std::chrono::milliseconds kPatience{10000};

  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  /// A connection to 127.0.0.1; one that is not open when nobody listens there.
  static Socket connect(int port);
  /// The same without waiting for it.
  static Socket start_connecting(int port);

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  /// All of it; false when the other end is gone or takes nothing more for kPatience.
  bool write(std::string_view bytes);
  /// Appends what has come, waiting for the first byte. A reset counts as Closed.
  Read read_some(std::string& into, std::chrono::milliseconds patience = kPatience);
  /// Everything until the other end closes; nothing when it does not within the patience.
  std::optional<std::string> read_to_end(std::chrono::milliseconds patience = kPatience);
  /// No more reading or writing at either end; the descriptor stays.
  void shut_down();
  /// Says that nothing more will be sent, and goes on reading.
  void finish_writing();
  void close();
  /// Closes with a reset instead of an orderly end.
  void reset();

 private:
  int descriptor_;
};

/// Listens on a free port of 127.0.0.1.
class Listener {
 public:
  /// Port 0: the system chooses. BOT_CHECKs that the port is free.
  explicit Listener(int port = 0);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();
  int port() const { return port_; }
  int descriptor() const { return descriptor_; }
  /// The next connection; nothing once stop() was called.
  std::optional<Socket> accept();
  /// From any thread: wakes accept(), and new connections are refused from now on.
  void stop();

 private:
  int descriptor_ = -1;
  int port_ = 0;
};

}  // namespace allybot::fakes
