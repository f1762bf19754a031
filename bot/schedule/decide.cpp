#include "bot/schedule/decide.h"

#include "bot/core/direct_channel.h"
#include "bot/schedule/record.h"

namespace allybot::schedule {
namespace {

using store::Delivery;

constexpr std::chrono::hours kGrace{2};  // as for nudges: what could not be posted by then is skipped

Result<void> require_trouble(const Delivery& delivery) {
  if (needs_a_person(delivery.state)) return {};
  return fail(Code::Conflict, "delivery " + std::to_string(delivery.id) + " is not in trouble: it is " +
                                  std::string(store::name_of(delivery.state)));
}

Result<void> take_off(store::Writer& tx, Delivery& delivery, const char* reason, TimePoint now) {
  delivery.state = Delivery::State::Skipped;
  delivery.reason = reason;
  delivery.changed_at = now;
  return tx.update_delivery(delivery);
}

}  // namespace

Result<std::int64_t> post_again(store::Writer& tx, Delivery delivery, const std::string& idempotency, const std::string& who,
                                TimePoint now) {
  if (auto may = require_trouble(delivery); !may) return tl::unexpected(may.error());
  Delivery again = delivery;
  again.id = 0;
  again.key = "again/" + std::to_string(delivery.id);  // one for each, whoever presses and however often
  again.idempotency = idempotency;
  again.state = Delivery::State::Pending;
  again.attempts = 0;
  again.created_at = again.due_at = again.next_try = again.changed_at = now;
  again.expires_at = now + kGrace;
  again.remote.clear();
  again.reason.clear();
  const auto added = tx.add_delivery(again);
  if (!added) return tl::unexpected(added.error());
  if (!*added) return fail(Code::Conflict, "delivery " + std::to_string(delivery.id) + " was posted again before");
  if (auto done = take_off(tx, delivery, "posted-again", now); !done) return tl::unexpected(done.error());
  if (auto done = note_in_audit(tx, delivery, who, "delivery.again", delivery.key, now); !done)
    return tl::unexpected(done.error());
  return **added;
}

Result<void> leave_it(store::Writer& tx, Delivery delivery, const std::string& who, TimePoint now) {
  if (auto may = require_trouble(delivery); !may) return may;
  if (auto done = take_off(tx, delivery, "left", now); !done) return done;
  return note_in_audit(tx, delivery, who, "delivery.leave", delivery.key, now);
}

Result<void> note_in_audit(store::Writer& tx, const Delivery& delivery, const std::string& who, const std::string& what,
                           const std::string& detail, TimePoint now) {
  if (is_direct_channel(delivery.channel)) return {};
  store::AuditEntry entry;
  entry.at = now;
  entry.workspace = delivery.channel.platform.str() + '/' + delivery.channel.workspace.str();
  entry.channel = delivery.channel.str();
  entry.who = who;
  entry.what = what;
  entry.object = std::to_string(delivery.id);
  entry.detail = detail;
  return tx.add_audit(entry);
}

}  // namespace allybot::schedule
