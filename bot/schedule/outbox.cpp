#include "bot/schedule/outbox.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include "bot/core/log.h"
#include "bot/schedule/retry.h"

namespace allybot::schedule {
namespace {

using store::Delivery;

/// The answer to a repeat must come while the platform still remembers the first: network time is taken off.
constexpr milliseconds kDedupeMargin{8000};
constexpr std::chrono::seconds kLookAgain{1};

std::string workspace_of(const Delivery& delivery) {
  return delivery.channel.platform.str() + '/' + delivery.channel.workspace.str();
}

}  // namespace

struct Outbox::State {
  State(store::Store& store_, const Clock& clock_, Random& random_, Metrics& metrics_, Courier courier_, std::string owner_,
        OutboxOptions options_)
      : store(store_),
        clock(clock_),
        random(random_),
        metrics(metrics_),
        courier(std::move(courier_)),
        owner(std::move(owner_)),
        options(options_) {}

  store::Store& store;
  const Clock& clock;
  Random& random;
  Metrics& metrics;
  const Courier courier;
  const std::string owner;
  const OutboxOptions options;

  /// One delivery whose outcome is known and not yet stored.
  struct Outcome {
    Delivery delivery;
    bool breaks = false;
  };
  struct Standing {
    int failures = 0;
    TimePoint left_alone_until{};
  };

  Mutex mutex;
  Condition changed;
  bool woken BOT_GUARDED_BY(mutex) = false;
  std::set<std::int64_t> in_hand BOT_GUARDED_BY(mutex);  ///< claimed by us and not yet recorded
  std::vector<Outcome> unrecorded BOT_GUARDED_BY(mutex);
  std::map<std::string, Standing> standings BOT_GUARDED_BY(mutex);
  std::deque<Delivery> queue BOT_GUARDED_BY(mutex);
  bool ending BOT_GUARDED_BY(mutex) = false;

  Result<std::vector<Delivery>> claim(std::size_t most) {
    const TimePoint now = clock.now();
    auto claimed = store::write<std::vector<Delivery>>(
        store, [&](store::Writer& tx) { return tx.claim_deliveries(owner, now, now + options.lease, most); });
    if (!claimed) return claimed;
    const Lock lock(mutex);
    for (const Delivery& delivery : *claimed) in_hand.insert(delivery.id);
    return claimed;
  }

  /// Sends one claimed delivery and records what became of it.
  void deliver(Delivery delivery) {
    const SendOutcome::Kind kind = attempt(delivery);
    record({std::move(delivery), breaks_plan(kind)});
  }

  /// Settles `delivery`; gives the outcome of the send, or Wait when nothing was sent.
  SendOutcome::Kind attempt(Delivery& delivery) {
    const TimePoint now = clock.now();
    const auto unheard = unheard_since(delivery);
    if (unheard && !under_key(delivery, *unheard, now)) {
      settle_unheard(delivery, *unheard);
      return SendOutcome::Kind::Wait;
    }
    if (now > delivery.expires_at) {
      delivery.state = unheard ? Delivery::State::Unknown : Delivery::State::Skipped;
      delivery.reason = unheard ? "no_answer" : "late";
      return SendOutcome::Kind::Wait;
    }
    if (const auto pause = pause_of(delivery, now); pause.count() > 0) {
      --delivery.attempts;  // nothing was tried
      delivery.state = Delivery::State::Retry;
      delivery.next_try = now + pause;
      return SendOutcome::Kind::Wait;
    }
    const SendOutcome outcome = courier.send(delivery);
    note_standing(delivery, outcome.kind);
    const TimePoint first_try = unheard.value_or(now);
    const bool final_no = outcome.kind == SendOutcome::Kind::Gone || outcome.kind == SendOutcome::Kind::NeedsCare ||
                          outcome.kind == SendOutcome::Kind::Refused;
    if (outcome.kind == SendOutcome::Kind::Unknown || (unheard && outcome.kind != SendOutcome::Kind::Sent && !final_no)) {
      settle_unheard(delivery, first_try);
    } else if (unheard && final_no) {
      // This attempt was refused, but an earlier one may have been posted.
      delivery.state = Delivery::State::Unknown;
      delivery.reason = "no_answer";
    } else {
      settle_heard(delivery, outcome, clock.now(), options, random);
    }
    return outcome.kind;
  }

  bool under_key(const Delivery& delivery, TimePoint first_try, TimePoint now) const {
    return now - first_try + kDedupeMargin < courier.dedupes_for(delivery.channel.platform);
  }

  void settle_unheard(Delivery& delivery, TimePoint first_try) {
    if (const TimePoint now = clock.now(); under_key(delivery, first_try, now)) return settle_under_key(delivery, first_try, now);
    const bool can = courier.can_look_up(delivery.channel.platform);
    const LookUp found = can ? courier.look_up(delivery) : LookUp{};
    settle_looked_up(delivery, first_try, found, can, clock.now(), options, random);
  }

  /// How long to leave the delivery: its platform is off, or its workspace fails again and again.
  milliseconds pause_of(const Delivery& delivery, TimePoint now) {
    if (!courier.is_on(delivery.channel.platform)) return options.left_alone;
    const Lock lock(mutex);
    const auto found = standings.find(workspace_of(delivery));
    if (found == standings.end() || found->second.left_alone_until <= now) return milliseconds(0);
    // Spread over a second, so that they do not all knock in the same moment.
    return found->second.left_alone_until - now + milliseconds(random.below(1000));
  }

  void note_standing(const Delivery& delivery, SendOutcome::Kind kind) {
    const bool failed = kind == SendOutcome::Kind::NotSent || kind == SendOutcome::Kind::Unknown;
    const std::string workspace = workspace_of(delivery);
    const Lock lock(mutex);
    if (!failed) {
      standings.erase(workspace);
      return;
    }
    Standing& standing = standings[workspace];
    if (++standing.failures < options.failures_to_leave_alone) return;
    standing.failures = 0;
    standing.left_alone_until = clock.now() + options.left_alone;
    log::warning("workspace_left_alone", {{"workspace", workspace}, {"seconds", options.left_alone.count() / 1000}});
  }

  Result<void> store_outcome(const Outcome& outcome) {
    return store.write([&](store::Writer& tx) -> Result<void> {
      if (auto updated = tx.update_delivery(outcome.delivery); !updated) {
        // Forgotten in the meantime (a workspace left, the playground was reset): nothing to keep.
        if (updated.error().code == Code::NotFound) return {};
        return updated;
      }
      if (!outcome.breaks || outcome.delivery.plan.empty() || outcome.delivery.state != Delivery::State::Dead) return {};
      const ChannelKey& channel = outcome.delivery.channel;
      auto plan = tx.plan(channel.platform, channel.workspace, outcome.delivery.plan);
      if (!plan) return tl::unexpected(plan.error());
      if (!*plan) return {};
      (*plan)->state = store::Plan::State::Broken;
      (*plan)->trouble = outcome.delivery.reason;
      (*plan)->next_at.reset();
      return tx.update_plan(**plan);
    });
  }

  void record(Outcome outcome) {
    outcome.delivery.changed_at = clock.now();
    if (const auto stored = store_outcome(outcome); !stored) {
      // It stays in Sending there, so that nobody sends it again; stored at the next step.
      log::error("outcome_not_stored", {{"delivery", outcome.delivery.id}, {"why", stored.error().for_log}});
      const Lock lock(mutex);
      unrecorded.push_back(std::move(outcome));
      return;
    }
    recorded(outcome.delivery);
  }

  void recorded(const Delivery& delivery) {
    metrics.count("deliveries", {{"platform", delivery.channel.platform.str()}, {"state", store::name_of(delivery.state)}});
    if (delivery.state == Delivery::State::Sent)
      metrics.observe("delivery_lateness", std::max(0.0, std::chrono::duration<double>(clock.now() - delivery.due_at).count()));
    {
      const Lock lock(mutex);
      in_hand.erase(delivery.id);
    }
    const bool in_trouble = delivery.state == Delivery::State::Unknown || delivery.state == Delivery::State::Dead;
    if (!in_trouble) return;
    log::warning("delivery_in_trouble", {{"delivery", delivery.id},
                                         {"channel", delivery.channel.str()},
                                         {"state", store::name_of(delivery.state)},
                                         {"reason", delivery.reason}});
    if (courier.trouble) courier.trouble(delivery);
  }

  void record_what_waits() {
    std::vector<Outcome> again;
    {
      const Lock lock(mutex);
      again.swap(unrecorded);
    }
    for (Outcome& outcome : again) record(std::move(outcome));
  }

  /// What was claimed and never begun goes back untouched.
  void give_back(Delivery delivery) {
    --delivery.attempts;
    delivery.state = Delivery::State::Retry;
    delivery.next_try = clock.now();
    record({std::move(delivery), false});
  }

  void send_from_queue() {
    for (;;) {
      Delivery next;
      {
        const Lock lock(mutex);
        while (queue.empty() && !ending) changed.wait(mutex);
        if (queue.empty()) return;
        next = std::move(queue.front());
        queue.pop_front();
      }
      deliver(std::move(next));
      changed.notify_all();
    }
  }

  /// How many may be claimed so that each sender has one in work and one ready.
  std::size_t room(int senders) {
    const Lock lock(mutex);
    const std::size_t most = static_cast<std::size_t>(senders) * 2;
    return in_hand.size() >= most ? 0 : most - in_hand.size();
  }

  void wait(const std::stop_token& stop) {
    const auto next = store::read<std::optional<TimePoint>>(store, [](store::Reader& tx) { return tx.next_try(); });
    milliseconds pause = kLookAgain;
    if (next && *next) pause = std::clamp<milliseconds>(**next - clock.now(), milliseconds(5), kLookAgain);
    const Lock lock(mutex);
    if (!woken && !stop.stop_requested()) changed.wait_for(mutex, pause);
    woken = false;
  }
};

Outbox::Outbox(store::Store& store, const Clock& clock, Random& random, Metrics& metrics, Courier courier, std::string owner,
               OutboxOptions options)
    : state_(std::make_unique<State>(store, clock, random, metrics, std::move(courier), std::move(owner), options)) {}

Outbox::~Outbox() = default;

Result<Step> Outbox::step() {
  state_->record_what_waits();
  auto claimed = state_->claim(state_->options.batch);
  if (!claimed) return tl::unexpected(claimed.error());
  for (Delivery& delivery : *claimed) state_->deliver(std::move(delivery));
  return claimed->empty() ? Step::Idle : Step::Worked;
}

Result<std::size_t> Outbox::recover() {
  State& state = *state_;
  const TimePoint now = state.clock.now();
  auto left = store::write<std::vector<Delivery>>(
      state.store, [&](store::Writer& tx) { return tx.abandoned_deliveries(state.owner, now, 100000); });
  if (!left) return tl::unexpected(left.error());
  std::size_t settled = 0;
  for (Delivery& delivery : *left) {
    {
      const Lock lock(state.mutex);
      if (!state.in_hand.insert(delivery.id).second) continue;  // ours, and being sent right now
    }
    state.settle_unheard(delivery, unheard_since(delivery).value_or(delivery.changed_at));
    state.record({std::move(delivery), false});
    ++settled;
  }
  return settled;
}

void Outbox::run(std::stop_token stop, int senders) {
  const std::stop_callback wake_up(stop, [this] { wake(); });
  {
    const Lock lock(state_->mutex);
    state_->ending = false;
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < senders; ++i) threads.emplace_back([this] { state_->send_from_queue(); });
  while (!stop.stop_requested()) {
    state_->record_what_waits();
    const std::size_t room = state_->room(senders);
    auto claimed =
        room > 0 ? state_->claim(std::min(room, state_->options.batch)) : Result<std::vector<Delivery>>(std::vector<Delivery>{});
    if (!claimed) log::error("outbox_failed", {{"code", name_of(claimed.error().code)}, {"why", claimed.error().for_log}});
    if (claimed && !claimed->empty()) {
      const Lock lock(state_->mutex);
      for (Delivery& delivery : *claimed) state_->queue.push_back(std::move(delivery));
      state_->changed.notify_all();
      continue;
    }
    state_->wait(stop);
  }
  std::deque<Delivery> never_begun;
  {
    const Lock lock(state_->mutex);
    never_begun.swap(state_->queue);
    state_->ending = true;
  }
  state_->changed.notify_all();
  for (std::thread& thread : threads) thread.join();
  for (Delivery& delivery : never_begun) state_->give_back(std::move(delivery));
  state_->record_what_waits();
}

void Outbox::wake() {
  {
    const Lock lock(state_->mutex);
    state_->woken = true;
  }
  state_->changed.notify_all();
}

}  // namespace allybot::schedule
