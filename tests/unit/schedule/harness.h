// A store in memory, a clock that stands still and a platform that does what a test tells it, for the outbox and the ticker.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/schedule/outbox.h"
#include "bot/store/store.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::schedule {

/// What platforms do: keep what was posted, dedupe by key for a while, answer look-ups.
class PretendPlatform {
 public:
  explicit PretendPlatform(const Clock& clock) : clock_(clock) {}

  /// Posts, unless the key was posted within the window. The platform's id of the message.
  std::string post(const store::Delivery& delivery) {
    const auto seen = first_seen_.find(delivery.idempotency);
    if (seen != first_seen_.end() && clock_.now() - seen->second <= dedupes_for) return "message-" + delivery.key;
    first_seen_[delivery.idempotency] = clock_.now();
    ++posts[delivery.key];
    return "message-" + delivery.key;
  }
  LookUp look_up(const store::Delivery& delivery) const {
    if (!looks_up) return {};
    if (posts.count(delivery.key) != 0) return {LookUp::Kind::Present, "message-" + delivery.key};
    return {LookUp::Kind::Absent, {}};
  }
  int most_posts() const {
    int most = 0;
    for (const auto& [key, count] : posts) most = std::max(most, count);
    return most;
  }

  milliseconds dedupes_for{0};
  bool looks_up = false;
  bool on = true;
  std::map<std::string, int> posts;

 private:
  const Clock& clock_;
  std::map<std::string, TimePoint> first_seen_;
};

inline SendOutcome outcome(SendOutcome::Kind kind, std::string reason = {}, milliseconds wait = milliseconds(0)) {
  return {kind, {}, std::move(reason), wait};
}

class Bench {
 public:
  Bench() : platform(clock), store(store::open("memory:", clock).value()) {
    // By default: posted, and heard.
    send = [this](const store::Delivery& delivery) {
      return SendOutcome{SendOutcome::Kind::Sent, platform.post(delivery), {}, milliseconds(0)};
    };
  }

  Courier courier() {
    Courier made;
    made.send = [this](const store::Delivery& delivery) {
      ++sends;
      return send(delivery);
    };
    made.look_up = [this](const store::Delivery& delivery) {
      ++look_ups;
      return platform.look_up(delivery);
    };
    made.can_look_up = [this](const PlatformId&) { return platform.looks_up; };
    made.dedupes_for = [this](const PlatformId&) { return platform.dedupes_for; };
    made.is_on = [this](const PlatformId&) { return platform.on; };
    made.trouble = [this](const InTrouble& trouble, store::Writer&) {
      troubles.push_back(trouble.delivery.key + ' ' + store::name_of(trouble.delivery.state));
      for (const store::Plan& plan : trouble.stopped) troubles.back() += ' ' + plan.id.str();
    };
    return made;
  }
  std::unique_ptr<Outbox> outbox(const std::string& owner = "one", OutboxOptions options = {}) {
    return std::make_unique<Outbox>(*store, clock, random, metrics, courier(), owner, options);
  }

  std::int64_t add(const std::string& name, const std::string& channel = {}, const PlanId& plan = {},
                   const std::string& workspace = "T1") {
    store::Delivery delivery;
    delivery.key = name;
    delivery.channel = {PlatformId("slack"), WorkspaceId(workspace), ChannelId(channel.empty() ? "C" + name : channel)};
    delivery.plan = plan;
    delivery.payload = "{}";
    delivery.idempotency = "key-" + name;
    delivery.created_at = delivery.due_at = delivery.next_try = delivery.changed_at = clock.now();
    delivery.expires_at = clock.now() + std::chrono::hours(2);
    return store::write<std::optional<std::int64_t>>(*store, [&](store::Writer& tx) { return tx.add_delivery(delivery); })
        .value()
        .value();
  }
  store::Delivery delivery(std::int64_t id) {
    return store::read<std::optional<store::Delivery>>(*store, [&](store::Reader& tx) { return tx.delivery(id); })
        .value()
        .value();
  }
  std::string state(std::int64_t id) {
    const auto found = delivery(id);
    return found.reason.empty() ? store::name_of(found.state) : std::string(store::name_of(found.state)) + ' ' + found.reason;
  }
  std::int64_t count(store::Delivery::State wanted) {
    return store::read<std::int64_t>(*store, [&](store::Reader& tx) { return tx.count_deliveries(wanted); }).value();
  }
  /// As a process that dies after its claim.
  void claim_and_die(const std::string& owner = "one") {
    const auto claimed = store::write<std::vector<store::Delivery>>(
        *store, [&](store::Writer& tx) { return tx.claim_deliveries(owner, clock.now(), clock.now() + seconds(60), 100); });
    static_cast<void>(claimed.value());
  }

  fakes::FakeClock clock{from_rfc3339("2026-11-24T10:00:00Z").value()};
  fakes::SeededRandom random;
  NoMetrics metrics;
  PretendPlatform platform;
  std::unique_ptr<store::Store> store;
  std::function<SendOutcome(const store::Delivery&)> send;
  int sends = 0, look_ups = 0;
  std::vector<std::string> troubles;
};

}  // namespace allybot::schedule
