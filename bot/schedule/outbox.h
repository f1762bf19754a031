// Sends what is in the outbox and records what became of it.
//
//   state    | who moves it on                                        | a crash while in it means
//   pending  | claim: to sending, leased to an owner, before any byte | nothing: it is claimed later
//   sending  | the sender: sent, retry, unknown, dead or skipped      | it may have been posted: recover() settles it (below)
//   retry    | claim, once next_try has come                          | nothing
//   sent     | nobody                                                 |
//   unknown  | a person: post again (a new delivery) or leave; both   | nothing
//            | end in skipped, as posted-again or left                |
//   dead     | the same                                               | nothing
//   skipped  | nobody                                                 |
//
// One more arrow leads to sent from wherever recover() has put a delivery whose sender was only slow: what was posted is a fact.
// tests/unit/schedule/exploration_test.cpp goes through all of it and holds every arrow.
// Every move out of sending is written only while the row is still in sending under the same attempt: whoever lost the lease
// has no say, but for "sent", which is a fact. A send is begun within begin_within of its claim or not at all, so a lease must
// be longer than that and the longest send together, and the clocks of replicas must agree better than what is left of it.
// A clock that is set back while a process runs is noticed; one that is set back while none does is not.
// A send whose outcome was never heard is repeated only under an idempotency key or after a look-up proved it absent;
// otherwise it becomes Unknown and stays so until a person decides.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "bot/core/metrics.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/random.h"
#include "bot/core/rates.h"
#include "bot/core/time.h"
#include "bot/schedule/gate.h"
#include "bot/schedule/place.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// What the outbox needs of platforms, as functions.
struct Courier {
  std::function<SendOutcome(const store::Delivery&)> send;
  std::function<LookUp(const store::Delivery&)> look_up;  ///< asked only after an unknown outcome
  std::function<bool(const PlatformId&)> can_look_up;     ///< whether asking makes sense at all
  /// True when the platform dedupes by Delivery::idempotency for at least this long after the first try.
  std::function<std::chrono::milliseconds(const PlatformId&)> dedupes_for;
  /// False while a platform is off (token refused, not configured): its deliveries wait, and follow the grace rule.
  std::function<bool(const PlatformId&)> is_on;
  /// What the platform takes, known ahead. Unset: no limit is known of any.
  std::function<PostRates(const PlatformId&)> rates;
  /// Somebody should hear of it: writes the word into the same transaction that stores the state, so that no crash loses it.
  std::function<void(const InTrouble&, store::Writer&)> trouble;
};

struct OutboxOptions {
  std::chrono::milliseconds first_retry{2000};
  std::chrono::milliseconds longest_retry{300000};
  std::chrono::milliseconds lease{60000};
  std::chrono::milliseconds begin_within{5000};            ///< of the claim; later it is given back
  std::chrono::milliseconds absence_trusted_after{10000};  ///< after the attempt began, a look-up that finds nothing is proof
  int failures_to_leave_alone = 4;                         ///< in a row at one workspace, and it is left alone for a while
  std::chrono::milliseconds left_alone{15000};
  int most_attempts = 12;
  std::size_t batch = 100;
};

enum class Step { Worked, Idle };

/// One thread of it claims batches; sends of one batch run on `senders` threads.
class Outbox {
 public:
  /// `owner` marks what this outbox has in flight. With one process to a database it is the same at every start, so that
  /// what a crash left behind is settled at once; replicas need one each, and wait for each other's leases.
  Outbox(store::Store& store, const Clock& clock, Random& random, Metrics& metrics, Courier courier, std::string owner,
         OutboxOptions options = {});
  ~Outbox();
  /// Claims at most one batch, sends it on this thread, records each outcome.
  Result<Step> step();
  /// Settles what a crash left in Sending, by the rule above. Called at start and every minute.
  Result<std::size_t> recover();
  /// Steps on `senders` threads until stopped; sends in flight are finished and recorded before it returns.
  void run(std::stop_token stop, int senders);
  void wake();
  /// What its posts pass. For whoever else posts to the same platforms.
  Gate& gate();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::schedule
