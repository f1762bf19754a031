// A WebSocket server with TLS on a free port of 127.0.0.1, with the ways a real one fails.
// Must never judge what it hears: that is the test's business.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tests/fakes/certificate.h"

namespace allybot::fakes {

/// One connection that was opened. Any thread may call it.
class WebSocketPeer {
 public:
  virtual ~WebSocketPeer() = default;
  /// Path and query that it was opened with.
  virtual std::string target() const = 0;
  virtual std::string header(const std::string& name) const = 0;
  virtual void say(std::string text) = 0;
  virtual void say_binary(std::string bytes) = 0;
  virtual void ping() = 0;
  virtual void goodbye() = 0;
  /// No goodbye, no end of TLS: as when a machine goes.
  virtual void cut() = 0;
  /// Reads nothing more, so that pings stay unanswered too.
  virtual void fall_silent() = 0;
  /// The next text that was heard; nothing once the connection is over or the patience is.
  virtual std::optional<std::string> next(std::chrono::milliseconds patience = std::chrono::seconds(20)) = 0;
  /// How many pings were heard.
  virtual int pings() const = 0;
  virtual bool is_over(std::chrono::milliseconds patience = std::chrono::seconds(20)) = 0;
};

class WebSocketServer {
 public:
  /// `upgrade` decides by path and query: 101, or the status to refuse with.
  explicit WebSocketServer(
      const Certificate& certificate,
      std::function<int(const std::string& target)> upgrade = [](const std::string&) { return 101; });
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  int port() const;
  /// For each connection from now on, on the server's thread, before it hears anything.
  void when_opened(std::function<void(std::shared_ptr<WebSocketPeer>)> opened);
  /// For each text, on the server's thread, instead of next().
  void when_heard(std::function<void(WebSocketPeer& peer, const std::string& text)> heard);
  /// The next connection; nothing when none comes within the patience.
  std::shared_ptr<WebSocketPeer> next_peer(std::chrono::milliseconds patience = std::chrono::seconds(20));

 private:
  class Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace allybot::fakes
