// Slack's side of Socket Mode: tells addresses for one use each, says hello, sends envelopes, counts what is acknowledged, and
// ends connections in the ways the real one does. Must never share code with the adapter that it speaks to.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/web_socket_server.h"

namespace allybot::fakes {

inline constexpr const char* kSlackAppToken = "xapp-FAKE-FAKE-FAKE";

/// Any thread may call it. Connections are numbered from 1, as they come.
class FakeSlackSockets {
 public:
  static constexpr std::chrono::seconds kPatience{20};

  /// Answers apps.connections.open at `api`. The certificate is for "localhost".
  FakeSlackSockets(FakePlatform& api, const Certificate& certificate);
  ~FakeSlackSockets();
  FakeSlackSockets(const FakeSlackSockets&) = delete;
  FakeSlackSockets& operator=(const FakeSlackSockets&) = delete;

  /// apps.connections.open says no with this word from now on; empty: yes again.
  void refuse(const std::string& error);
  /// How many addresses were asked for.
  int asked() const;
  bool was_asked(int times, std::chrono::milliseconds patience) const;
  /// Whether so many connections stand, within the patience.
  bool stand(std::size_t connections) const;
  /// Whether this connection has ended, within the patience.
  bool is_over(int connection) const;

  /// Sends an envelope; the id by which to ask for its answer.
  std::string send(int connection, const std::string& type, const std::string& payload);
  void send_again(int connection, const std::string& envelope);
  /// What acknowledged it (JSON), and over which connection; nothing when nobody did within the patience.
  struct Answer {
    int connection = 0;
    std::string text;
  };
  std::optional<Answer> answer_to(const std::string& envelope, std::chrono::milliseconds patience = kPatience) const;
  std::size_t times_answered(const std::string& envelope) const;

  void say(int connection, const std::string& text);
  /// {"type":"disconnect"} with this reason: "warning", "refresh_requested", "link_disabled".
  void disconnect(int connection, const std::string& reason);
  void goodbye(int connection);
  void fall_silent(int connection);
  void cut(int connection);

  /// What Slack would have taken ill: an answer to what it never sent, an address used twice.
  std::vector<std::string> complaints() const;

 private:
  http::Response tell_address(const Call& call);
  int upgrade(const std::string& target);
  void open(const std::shared_ptr<WebSocketPeer>& peer);
  void hear(const WebSocketPeer& peer, const std::string& text);
  std::shared_ptr<WebSocketPeer> peer(int connection) const;

  mutable Mutex mutex_;
  mutable Condition changed_;
  std::string refusal_ BOT_GUARDED_BY(mutex_);
  int asked_ BOT_GUARDED_BY(mutex_) = 0;
  std::set<std::string> tickets_ BOT_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<WebSocketPeer>> peers_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> sent_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<Answer>> answers_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
  std::unique_ptr<WebSocketServer> server_;
};

}  // namespace allybot::fakes
