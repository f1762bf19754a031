// The best-effort lane: answers that need a call of our own (a late answer, a form, a direct message), kept in memory only.
// Must never carry a nudge or a share: those are in the outbox. At most one call is in flight for each destination.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "bot/core/metrics.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/schedule/gate.h"

namespace allybot::app {

struct LaneOptions {
  std::size_t most_waiting = 2000;
  int most_attempts = 3;
  milliseconds retry_after{500};     ///< doubled each time
  milliseconds longest_wait{10000};  ///< an answer that would come later than this is dropped
  int failures_to_open = 5;          ///< in a row at one destination, and it is left alone
  milliseconds open_for{30000};
};

/// Any thread may call it.
class Lane {
 public:
  using Send = std::function<SendOutcome(const platforms::Outgoing&)>;

  Lane(const Clock& clock, Metrics& metrics, schedule::Gate& gate, LaneOptions options = {});
  ~Lane();
  /// `posts_to`: the call is a post there and passes the gate as nudges do; nothing: the platform does not count it as one.
  /// False when it is full or the destination is left alone: the call is dropped and counted.
  bool submit(Send send, platforms::Outgoing outgoing, std::optional<ChannelKey> posts_to = std::nullopt);
  /// Makes at most one call that is due. False when there was none.
  bool step();
  void start(int threads);
  /// Makes the calls that are due now, until `patience` has passed, then drops the rest.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Waiting {
    Send send;
    platforms::Outgoing outgoing;
    std::optional<ChannelKey> posts_to;
    TimePoint not_before{};
    TimePoint given_up_at{};
    int attempts = 0;
  };
  struct Destination {
    bool in_flight = false;
    int failures = 0;
    TimePoint closed_until{};
  };

  bool may_go(const Waiting& one, TimePoint now) BOT_REQUIRES(mutex_);
  void settle(Waiting done, const SendOutcome& outcome);
  void run(const std::stop_token& stop);

  const Clock& clock_;
  Metrics& metrics_;
  schedule::Gate& gate_;
  const LaneOptions options_;
  Mutex mutex_;
  Condition changed_;
  std::deque<Waiting> waiting_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Destination> destinations_ BOT_GUARDED_BY(mutex_);
  std::vector<std::jthread> threads_;
};

}  // namespace allybot::app
