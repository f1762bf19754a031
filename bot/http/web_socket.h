// One WebSocket to another host, over Boost.Beast: TLS verified, through the proxy where there is one, watched by the clock.
// Must never block its loop, keep more than its bounds, or go on in silence: whoever opened it is told once that it is over.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/core/time.h"
#include "bot/http/loop.h"
#include "bot/http/proxy.h"
#include "bot/http/pulse.h"

namespace allybot::http {

struct WebSocketOptions {
  std::string url;                  ///< wss://host[:port]/path
  milliseconds open_within{10000};  ///< name, proxy, TLS and handshake together
  milliseconds close_within{2000};
  std::size_t most_message_bytes = 1U << 20U;
  std::size_t most_waiting_bytes = 1U << 20U;  ///< not written yet
  Pulse::Limits pulse;
};

/// Called on the loop's thread. They may send(), close() and destroy the socket.
struct WebSocketUser {
  std::function<void()> opened;
  std::function<void(std::string text)> heard;
  /// Once, and then nothing more. `why` is a stable lower-case word for the log: "address", "name", "refused", "proxy", "tls",
  /// "http_404", "timeout", "silent", "too_large", "not_text", "too_slow", "cut", or "closed" when either end said goodbye.
  std::function<void(const std::string& why)> over;
};

/// Made and used on the loop's thread alone.
class WebSocket {
 public:
  /// Begins to open it. `rules` are read now; `clock` outlives it.
  WebSocket(Loop& loop, const Clock& clock, const ProxyRules& rules, const WebSocketOptions& options, WebSocketUser user);
  /// Cuts it; the user hears no more of it.
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// Queues a text message. False when it is not open; when too much waits already it ends as "too_slow".
  bool send(std::string text);
  /// Writes what waits, says goodbye and waits a moment for the other end's.
  void close();

 private:
  class Inner;
  std::shared_ptr<Inner> inner_;
};

}  // namespace allybot::http
