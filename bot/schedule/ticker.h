// Finds plans that are due, claims each occurrence once and writes its delivery to the outbox, in one transaction.
// A clock that jumps an hour or more forward holds everything for ten minutes; one that is set back has the next dates computed
// anew. Must never send anything, and never fire an occurrence that is later than its grace.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "bot/core/metrics.h"
#include "bot/core/mutex.h"
#include "bot/core/random.h"
#include "bot/core/time.h"
#include "bot/schedule/clock_guard.h"
#include "bot/schedule/foretell.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// What to post for an occurrence.
struct Drawn {
  ItemId item;
  std::string payload;
  int next_step = -1;  ///< of a series: where its plan goes on once this is written; -1: no series
  bool last = false;   ///< it was the last step: the plan ends
};

/// Picks and renders for a plan, whose next_local is that of the occurrence; reads what the channel has seen through `tx`.
/// NotFound: nothing matches (skipped, reason "no-content").
using Draw = std::function<Result<Drawn>(const store::Plan& plan, const Occurrence& occurrence, store::Reader& tx)>;

struct TickerOptions {
  std::chrono::hours grace = kGrace;
  /// Asked once a step; nothing: the usual days.
  std::function<std::shared_ptr<const Almanac>()> almanac;
  std::size_t batch = 100;
};

struct TickStep {
  std::size_t posted = 0;   ///< deliveries written
  bool held = false;        ///< the clock jumped: nothing was looked at
  std::size_t skipped = 0;  ///< occurrences recorded as not posted (late, no content, quiet, over the budget)
  bool more = false;        ///< a full batch was found: call again at once
};

class Ticker {
 public:
  Ticker(store::Store& store, const Clock& clock, Random& random, Metrics& metrics, Draw draw, TickerOptions options = {});
  /// One batch of due plans. One thread at a time.
  Result<TickStep> step();
  /// Steps until stopped; waits for the next due moment, a wake() or a second, whichever is first.
  void run(std::stop_token stop);
  /// What operators should know of the machine's clock. Any thread.
  std::optional<std::string> clock_warning();
  /// Called after plans or the clock changed. Any thread.
  void wake();

 private:
  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  Metrics& metrics_;
  Draw draw_;
  TickerOptions options_;
  /// Looks at the clock; true while nothing may fire.
  Result<bool> hold_for_clock(const BothClocks& clocks, const Almanac& days, store::Writer& tx);

  std::optional<TimePoint> noted_;  ///< of the clock, in the store
  Mutex mutex_;
  ClockGuard guard_ BOT_GUARDED_BY(mutex_);
  Condition condition_;
  bool woken_ BOT_GUARDED_BY(mutex_) = false;
};

}  // namespace allybot::schedule
