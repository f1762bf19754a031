// Stores what became of a delivery, and what follows from it for its channel's plans and for people: one transaction.
// Must never overwrite what somebody else has settled meanwhile.
#pragma once

#include "bot/schedule/outbox.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// One delivery whose outcome is known.
struct Settled {
  store::Delivery delivery;
  int attempt = 0;  ///< under which it was claimed: nobody else's outcome may be overwritten
  bool breaks = false;
};

/// False when it was not ours to settle any more.
Result<bool> store_settled(store::Writer& tx, const Settled& settled, const Courier& courier, TimePoint now);
/// Unknown and Dead: nothing moves such a delivery on but a person.
bool needs_a_person(store::Delivery::State state);

}  // namespace allybot::schedule
