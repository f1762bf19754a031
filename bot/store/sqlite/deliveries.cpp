// Deliveries in SQLite.
#include <algorithm>
#include <set>

#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {

namespace {

using State = Delivery::State;

const std::string kDeliveryById = kSelectDelivery + "WHERE id = ?1";
const std::string kDeliveryByKey = kSelectDelivery + "WHERE key = ?1";
const std::string kDeliveriesOf =
    kSelectDelivery + "WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 AND state = ?4 ORDER BY id DESC LIMIT ?5";
const std::string kDeliveriesIn = kSelectDelivery + "WHERE state = ?1 ORDER BY changed_at DESC, id DESC LIMIT ?2";
constexpr char kCount[] = "SELECT count(*) FROM delivery WHERE state = ?1";
constexpr char kNextTry[] = "SELECT min(ready_at) FROM delivery WHERE ready_at IS NOT NULL";
// Not ON CONFLICT: a row that is refused that way still uses up an id here. There is one writer, so nothing comes between.
constexpr char kInsertDelivery[] =
    "INSERT INTO delivery (key, platform, workspace, channel, address, plan, item, idempotency, state, attempts, created_at, "
    "due_at, next_try, expires_at, changed_at, remote, reason, ready_at, owner, lease_until) "
    "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, '', ?19 "
    "WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE key = ?1)";
constexpr char kInsertPayload[] = "INSERT INTO payload (delivery, text) VALUES (?1, ?2)";
// Not in an order: that would tempt SQLite to walk all deliveries by id instead of the few that have a lease.
constexpr char kAbandoned[] =
    "SELECT id FROM delivery WHERE lease_until IS NOT NULL AND (lease_until <= ?1 OR (owner = ?2 AND owner <> ''))";
constexpr char kBusyChannels[] = "SELECT platform, workspace, channel FROM delivery WHERE lease_until IS NOT NULL";
constexpr char kReady[] =
    "SELECT id, platform, workspace, channel, expires_at, reason FROM delivery WHERE ready_at <= ?1 ORDER BY ready_at, id";
constexpr char kClaim[] =
    "UPDATE delivery SET state = 'sending', attempts = attempts + 1, changed_at = ?2, ready_at = NULL, owner = ?3, "
    "lease_until = ?4 WHERE id = ?1";
constexpr char kUpdateDelivery[] =
    "UPDATE delivery SET state = ?2, attempts = ?3, reason = ?4, remote = ?5, next_try = ?6, changed_at = ?7, ready_at = ?8, "
    "owner = CASE WHEN ?9 THEN owner ELSE '' END, lease_until = CASE WHEN ?9 THEN coalesce(lease_until, 0) END WHERE id = ?1";

State state_of(const std::string& name) {
  for (const State state : {State::Pending, State::Sending, State::Sent, State::Retry, State::Unknown, State::Dead})
    if (name == name_of(state)) return state;
  return State::Skipped;
}

std::optional<TimePoint> ready_at(const Delivery& delivery) {
  if (delivery.state == State::Pending || delivery.state == State::Retry) return delivery.next_try;
  return std::nullopt;
}

}  // namespace

Delivery delivery_of(const Query& row) {
  Delivery delivery;
  delivery.id = row.number(0);
  delivery.key = row.text(1);
  delivery.channel = {PlatformId(row.text(2)), WorkspaceId(row.text(3)), ChannelId(row.text(4))};
  delivery.address = row.text(5);
  delivery.plan = PlanId(row.text(6));
  delivery.item = ItemId(row.text(7));
  delivery.payload = row.text(8);
  delivery.idempotency = row.text(9);
  delivery.state = state_of(row.text(10));
  delivery.attempts = static_cast<int>(row.number(11));
  delivery.created_at = row.moment(12);
  delivery.due_at = row.moment(13);
  delivery.next_try = row.moment(14);
  delivery.expires_at = row.moment(15);
  delivery.changed_at = row.moment(16);
  delivery.remote = row.text(17);
  delivery.reason = row.text(18);
  return delivery;
}

Result<std::optional<Delivery>> SqliteTransaction::delivery(std::int64_t id) {
  return ask<std::optional<Delivery>>([&]() -> std::optional<Delivery> {
    Query row(connection_, kDeliveryById.c_str(), id);
    if (!row.next()) return std::nullopt;
    return delivery_of(row);
  });
}

Result<std::optional<Delivery>> SqliteTransaction::delivery_by_key(const std::string& key) {
  return ask<std::optional<Delivery>>([&]() -> std::optional<Delivery> {
    Query row(connection_, kDeliveryByKey.c_str(), key);
    if (!row.next()) return std::nullopt;
    return delivery_of(row);
  });
}

Result<std::vector<Delivery>> SqliteTransaction::deliveries_in(State state, std::size_t most) {
  return ask<std::vector<Delivery>>([&] {
    Query rows(connection_, kDeliveriesIn.c_str(), name_of(state), most);
    std::vector<Delivery> found;
    while (rows.next()) found.push_back(delivery_of(rows));
    return found;
  });
}

Result<std::vector<Delivery>> SqliteTransaction::deliveries_of(const ChannelKey& channel, State state, std::size_t most) {
  return ask<std::vector<Delivery>>([&] {
    Query rows(connection_, kDeliveriesOf.c_str(), channel.platform, channel.workspace, channel.channel, name_of(state), most);
    std::vector<Delivery> found;
    while (rows.next()) found.push_back(delivery_of(rows));
    return found;
  });
}

Result<std::int64_t> SqliteTransaction::count_deliveries(State state) {
  return ask<std::int64_t>([&] {
    Query row(connection_, kCount, name_of(state));
    row.next();
    return row.number(0);
  });
}

Result<std::optional<TimePoint>> SqliteTransaction::next_try() {
  return ask<std::optional<TimePoint>>([&] {
    Query row(connection_, kNextTry);
    row.next();
    return row.optional_moment(0);
  });
}

Result<std::optional<std::int64_t>> SqliteTransaction::add_delivery(const Delivery& delivery) {
  return change<std::optional<std::int64_t>>([&]() -> std::optional<std::int64_t> {
    std::optional<TimePoint> lease;
    if (delivery.state == State::Sending) lease = TimePoint();
    const ChannelKey& channel = delivery.channel;
    const std::int64_t written = run(
        kInsertDelivery, delivery.key, channel.platform, channel.workspace, channel.channel, delivery.address, delivery.plan,
        delivery.item, delivery.idempotency, name_of(delivery.state), delivery.attempts, delivery.created_at, delivery.due_at,
        delivery.next_try, delivery.expires_at, delivery.changed_at, delivery.remote, delivery.reason, ready_at(delivery), lease);
    if (written == 0) return std::nullopt;
    const std::int64_t id = connection_.last_row();
    run(kInsertPayload, id, delivery.payload);
    return id;
  });
}

// Walking the ready ones in their order costs as many rows as are taken or passed over, whatever else the table holds.
std::vector<Delivery> SqliteTransaction::claim(const std::string& owner, TimePoint now, TimePoint lease_until, std::size_t most,
                                               const Admit& admit) {
  const auto channel_at = [](const Query& row, int column) {
    return ChannelKey{PlatformId(row.text(column)), WorkspaceId(row.text(column + 1)), ChannelId(row.text(column + 2))};
  };
  std::set<ChannelKey> busy;
  for (Query rows(connection_, kBusyChannels); rows.next();) busy.insert(channel_at(rows, 0));
  std::vector<std::int64_t> chosen;
  for (Query rows(connection_, kReady, now); chosen.size() < most && rows.next();) {
    ChannelKey channel = channel_at(rows, 1);
    if (!busy.insert(channel).second) continue;
    if (!admit || admit(Ready{std::move(channel), rows.moment(4), rows.text(5)})) chosen.push_back(rows.number(0));
  }
  std::vector<Delivery> claimed;
  claimed.reserve(chosen.size());
  for (const std::int64_t id : chosen) {
    run(kClaim, id, now, owner, lease_until);
    Query row(connection_, kDeliveryById.c_str(), id);
    if (row.next()) claimed.push_back(delivery_of(row));
  }
  return claimed;
}

Result<std::vector<Delivery>> SqliteTransaction::claim_deliveries(const std::string& owner, TimePoint now, TimePoint lease_until,
                                                                  std::size_t most, const Admit& admit) {
  // An empty claim, by far the most frequent, has nothing that must last.
  auto claimed = ask<std::vector<Delivery>>([&] { return claim(owner, now, lease_until, most, admit); });
  if (claimed && !claimed->empty()) must_last_ = true;
  return claimed;
}

Result<void> SqliteTransaction::update_delivery(const Delivery& delivery) {
  return change<void>([&]() -> Result<void> {
    const std::int64_t written =
        run(kUpdateDelivery, delivery.id, name_of(delivery.state), delivery.attempts, delivery.reason, delivery.remote,
            delivery.next_try, delivery.changed_at, ready_at(delivery), delivery.state == State::Sending);
    if (written == 0) return fail(Code::NotFound, "no such delivery");
    return {};
  });
}

Result<std::vector<Delivery>> SqliteTransaction::abandoned_deliveries(const std::string& owner, TimePoint now, std::size_t most) {
  return ask<std::vector<Delivery>>([&] {
    std::vector<std::int64_t> ids;
    for (Query rows(connection_, kAbandoned, now, owner); rows.next();) ids.push_back(rows.number(0));
    std::sort(ids.begin(), ids.end());
    if (ids.size() > most) ids.resize(most);
    std::vector<Delivery> found;
    for (const std::int64_t id : ids)
      if (Query row(connection_, kDeliveryById.c_str(), id); row.next()) found.push_back(delivery_of(row));
    return found;
  });
}

}  // namespace allybot::store
