#include "bot/schedule/record.h"

#include "bot/schedule/decide.h"

namespace allybot::schedule {
namespace {

using store::Delivery;

bool is_ours(const Delivery& current, const Settled& settled) {
  const bool in_sending = current.state == Delivery::State::Sending;
  if (in_sending && current.attempts == settled.attempt) return true;
  // The lease had run out and somebody else has settled it. That it was sent is a fact, and keeps it from being sent again.
  return settled.delivery.state == Delivery::State::Sent && !in_sending && current.state != Delivery::State::Sent;
}

Result<void> tell(store::Writer& tx, const Settled& settled, const Courier& courier, TimePoint now) {
  InTrouble trouble{settled.delivery, {}};
  if (settled.breaks && settled.delivery.state == Delivery::State::Dead) {
    auto stopped = stop_plans(tx, settled.delivery.channel, settled.delivery.reason, now);
    if (!stopped) return tl::unexpected(stopped.error());
    if (stopped->before) return {};  // they have been told of the place, once
    trouble.stopped = std::move(stopped->plans);
  }
  if (courier.trouble) courier.trouble(trouble, tx);
  return {};
}

}  // namespace

bool needs_a_person(Delivery::State state) { return state == Delivery::State::Unknown || state == Delivery::State::Dead; }

Result<bool> store_settled(store::Writer& tx, const Settled& settled, const Courier& courier, TimePoint now) {
  const auto current = tx.delivery(settled.delivery.id);
  if (!current) return tl::unexpected(current.error());
  if (!*current) return false;  // forgotten meanwhile: a workspace left, or the playground was reset
  if (!is_ours(**current, settled)) return false;
  if (auto updated = tx.update_delivery(settled.delivery); !updated) return tl::unexpected(updated.error());
  if (!needs_a_person(settled.delivery.state)) return true;
  const std::string what = std::string("delivery.") + store::name_of(settled.delivery.state);
  if (auto noted = note_in_audit(tx, settled.delivery, "system", what, settled.delivery.reason, now); !noted)
    return tl::unexpected(noted.error());
  if (auto told = tell(tx, settled, courier, now); !told) return tl::unexpected(told.error());
  return true;
}

}  // namespace allybot::schedule
