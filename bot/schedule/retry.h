// What becomes of a delivery after an attempt: pure, one switch for each meaning.
// Must never send a second time what may have been posted, unless the platform dedupes it or a look-up proved it absent.
#pragma once

#include <optional>
#include <string>

#include "bot/core/outcome.h"
#include "bot/core/random.h"
#include "bot/schedule/outbox.h"
#include "bot/store/records.h"

namespace allybot::schedule {

/// Attempts that were never answered.
struct Unheard {
  TimePoint first{};  ///< not after the first of them began: how long a platform has had to forget the key
  TimePoint last{};   ///< not before the last of them began: how long it has had to post what it received
};
/// Kept in Delivery::reason while the delivery is not settled.
std::optional<Unheard> unheard_since(const std::string& reason);
inline std::optional<Unheard> unheard_since(const store::Delivery& delivery) { return unheard_since(delivery.reason); }

/// Writes state, reason, next_try and attempts for an outcome that was heard. Must not be given Kind::Unknown.
void settle_heard(store::Delivery& delivery, const SendOutcome& outcome, TimePoint now, const OutboxOptions& options,
                  Random& random);

/// Inside the time in which the platform dedupes: once more, not before `wait`.
void settle_under_key(store::Delivery& delivery, const Unheard& unheard, milliseconds wait, TimePoint now,
                      const OutboxOptions& options, Random& random);
/// For one that was looked up. Absent counts only once the platform had time to finish what it had received; before that
/// it is looked up again. CannotTell: to be looked up again (`may_look_again`) or Unknown for good.
void settle_looked_up(store::Delivery& delivery, const Unheard& unheard, const LookUp& found, bool may_look_again, TimePoint now,
                      const OutboxOptions& options, Random& random);
/// True when the outcome also ends the plan: nothing more can be posted there until a person has done something.
bool breaks_plan(SendOutcome::Kind kind);
/// True when trying again can never help.
bool is_final_no(SendOutcome::Kind kind);
/// Anything from half a second to first_retry doubled for each attempt but the first, longest_retry at most.
milliseconds back_off(int attempts, const OutboxOptions& options, Random& random);

}  // namespace allybot::schedule
