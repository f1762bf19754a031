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

/// When the attempt began that was never answered; kept in Delivery::reason while the delivery is not settled.
std::optional<TimePoint> unheard_since(const store::Delivery& delivery);

/// Writes state, reason, next_try and attempts for an outcome that was heard. Must not be given Kind::Unknown.
void settle_heard(store::Delivery& delivery, const SendOutcome& outcome, TimePoint now, const OutboxOptions& options,
                  Random& random);

/// For an attempt since `first_try` that was not heard of, inside the time in which the platform dedupes: once more, soon.
void settle_under_key(store::Delivery& delivery, TimePoint first_try, TimePoint now);
/// For one that was looked up. CannotTell: to be looked up again (`may_look_again`) or Unknown for good.
void settle_looked_up(store::Delivery& delivery, TimePoint first_try, const LookUp& found, bool may_look_again, TimePoint now,
                      const OutboxOptions& options, Random& random);
/// True when the outcome also ends the plan: nothing more can be posted there until a person has done something.
bool breaks_plan(SendOutcome::Kind kind);
/// Half to all of first_retry doubled for each attempt, up to longest_retry.
milliseconds back_off(int attempts, const OutboxOptions& options, Random& random);

}  // namespace allybot::schedule
