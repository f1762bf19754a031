// What a person decides on a delivery in trouble: post it again, or leave it. For the lead's buttons and the operator's command.
// Must never send: it writes, and the outbox does.
#pragma once

#include <string>

#include "bot/core/time.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// Writes a new delivery of the same payload under a key of its own, `idempotency` being a new random one, and takes the old one
/// off the list. The new row's id. Conflict when it is not in trouble (any more). `who` is for the audit trail.
Result<std::int64_t> post_again(store::Writer& tx, store::Delivery delivery, const std::string& idempotency,
                                const std::string& who, TimePoint now);
/// It stays as it is and is listed no more. Conflict as above.
Result<void> leave_it(store::Writer& tx, store::Delivery delivery, const std::string& who, TimePoint now);

/// A line of the audit trail on a delivery. Nothing is written about what went to a member alone: that is theirs.
Result<void> note_in_audit(store::Writer& tx, const store::Delivery& delivery, const std::string& who, const std::string& what,
                           const std::string& detail, TimePoint now);

}  // namespace allybot::schedule
