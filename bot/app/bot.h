// The whole bot, wired: store, content, platforms, receiver, ticker, outbox. `serve`, the playground and the scenario tests start
// this. Must never decide anything about commands, content or platforms: it connects rooms and starts and stops their threads.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/settings.h"
#include "bot/core/movable_clock.h"
#include "bot/core/random.h"
#include "bot/http/receiver.h"
#include "bot/platforms/adapter.h"
#include "bot/schedule/outbox.h"
#include "bot/schedule/ticker.h"

namespace allybot::app {

/// What tests replace. Defaults are the real things.
struct BotOptions {
  bool playground = false;
  /// Threads of ticker, outbox and housekeeping are not started: the test calls tick(), deliver() and keep_house().
  bool by_hand = false;
  const Clock* clock = nullptr;
  Random* random = nullptr;
  const std::vector<platforms::Platform>* platforms = nullptr;  ///< instead of platforms::registry()
  schedule::OutboxOptions outbox;
  int senders = 8;  ///< a post waits in its thread: one for each workspace that may be slow at the same time
};

/// One line of `serve` at start, and of /readyz.
struct PlatformStatus {
  std::string name;
  bool on = false;
  std::string detail;  ///< "on", "off: set SLACK_BOT_TOKEN", "off: token_revoked"
};

class Bot {
 public:
  /// Opens the store and the content, listens and connects platforms. The error is one sentence for the operator.
  static Result<std::unique_ptr<Bot>> start(Settings settings, const BotOptions& options = {});
  ~Bot();
  Bot(const Bot&) = delete;
  Bot& operator=(const Bot&) = delete;

  int port() const;
  int ops_port() const;
  std::vector<PlatformStatus> platforms() const;
  /// Warnings of the settings and of start-up, for the operator's eyes.
  const std::vector<std::string>& warnings() const;
  /// Answers in flight are finished, the outbox is left intact; returns within ten seconds.
  void stop();

  // For tests that start it by hand.
  Result<schedule::TickStep> tick();
  Result<schedule::Step> deliver();
  void keep_house();

 private:
  struct Parts;
  explicit Bot(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace allybot::app
