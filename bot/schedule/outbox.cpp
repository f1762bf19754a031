#include "bot/schedule/outbox.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <set>
#include <thread>
#include <vector>

#include "bot/core/log.h"
#include "bot/schedule/clock_watch.h"
#include "bot/schedule/record.h"
#include "bot/schedule/retry.h"

namespace allybot::schedule {
namespace {

using store::Delivery;

/// The repeat must reach the platform while it still remembers the first: network time is taken off.
constexpr milliseconds kDedupeMargin{8000};
constexpr std::chrono::seconds kLookAgain{1};
constexpr std::size_t kMostAbandoned = 100000;
constexpr int kTriesBeforeLeaving = 20;
constexpr milliseconds kPauseBeforeLeaving{100};

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
        options(options_),
        gate(courier.rates, {options_.failures_to_leave_alone, options_.left_alone}) {}

  store::Store& store;
  const Clock& clock;
  Random& random;
  Metrics& metrics;
  const Courier courier;
  const std::string owner;
  const OutboxOptions options;
  Gate gate;

  /// Held from the claim's transaction until in_hand knows what was claimed, and by recover() while it reads what is left:
  /// without it recover() would take what we are just about to send for a crash's.
  Mutex claiming;
  Mutex mutex;
  Condition changed;
  bool woken BOT_GUARDED_BY(mutex) = false;
  std::set<std::int64_t> in_hand BOT_GUARDED_BY(mutex);  ///< claimed by us and not yet recorded
  std::vector<Settled> unrecorded BOT_GUARDED_BY(mutex);
  std::set<std::int64_t> admitted BOT_GUARDED_BY(mutex);  ///< of those: through the gate
  std::optional<TimePoint> next_opening BOT_GUARDED_BY(mutex);
  ClockWatch clock_watch BOT_GUARDED_BY(mutex);
  std::deque<Delivery> queue BOT_GUARDED_BY(mutex);
  bool ending BOT_GUARDED_BY(mutex) = false;

  Result<std::vector<Delivery>> claim(std::size_t most, const AtOnce& at_once) {
    const Lock one_at_a_time(claiming);
    const TimePoint now = clock.now();
    std::set<ChannelKey> let_in;  // at most one delivery of each is claimed
    auto claimed = store::write<std::vector<Delivery>>(store, [&](store::Writer& tx) -> Result<std::vector<Delivery>> {
      if (auto watched = watch_clock(tx, now); !watched) return tl::unexpected(watched.error());
      return tx.claim_deliveries(owner, now, now + options.lease, most, [&](const store::Ready& ready) {
        if (needs_no_send(ready, now)) return true;
        if (!courier.is_on(ready.channel.platform)) return false;
        return gate.admit(ready.channel, at_once, now) && let_in.insert(ready.channel).second;
      });
    });
    const Lock lock(mutex);
    next_opening = gate.next_opening();
    if (!claimed) {
      for (const ChannelKey& channel : let_in) gate.withdraw(channel);
      return claimed;
    }
    for (const Delivery& delivery : *claimed) {
      in_hand.insert(delivery.id);
      if (let_in.count(delivery.channel) != 0) admitted.insert(delivery.id);
    }
    return claimed;
  }

  /// It only has to be written off, or judged while its platform is off: a doubt does not wait for that.
  bool needs_no_send(const store::Ready& ready, TimePoint now) const {
    if (unheard_since(ready.reason)) return !courier.is_on(ready.channel.platform);
    return now > ready.expires_at;
  }

  /// A clock that is set back makes what was long ago look recent, and a platform may have forgotten a key by then.
  /// The caller holds `claiming`.
  Result<void> watch_clock(store::Writer& tx, TimePoint now) {
    ClockWatch watch;
    {
      const Lock lock(mutex);
      watch = clock_watch;
    }
    auto looked = watch.look(tx, now);
    const Lock lock(mutex);
    clock_watch = watch;
    return looked;
  }

  /// Sends one claimed delivery and records what became of it.
  void deliver(Delivery delivery) {
    const int claimed_as = delivery.attempts;
    const auto outcome = attempt(delivery);
    leave_gate(delivery, outcome);
    record({std::move(delivery), claimed_as, outcome && breaks_plan(outcome->kind)});
  }

  /// Settles `delivery`; gives the outcome of the send, or nothing when nothing was sent.
  std::optional<SendOutcome> attempt(Delivery& delivery) {
    const TimePoint now = clock.now();
    const auto unheard = unheard_since(delivery);
    if (now >= delivery.changed_at + options.begin_within) {  // recover() relies on it; the lease is for the send alone
      untouched(delivery, now);
      return std::nullopt;
    }
    const bool expired = now > delivery.expires_at;
    if (unheard && (expired || !under_key(delivery, unheard->first, now))) {
      settle_by_look_up(delivery, *unheard);
      return std::nullopt;
    }
    if (expired) {
      delivery.state = Delivery::State::Skipped;
      delivery.reason = "late";
      return std::nullopt;
    }
    if (const auto pause = pause_of(delivery, now); pause.count() > 0) {
      untouched(delivery, now + pause);
      return std::nullopt;
    }
    const SendOutcome outcome = send(delivery);
    const Unheard until_now{unheard ? unheard->first : now, now};
    const bool final_no = is_final_no(outcome.kind);
    if (outcome.kind == SendOutcome::Kind::Unknown || (unheard && outcome.kind != SendOutcome::Kind::Sent && !final_no)) {
      settle_unheard(delivery, until_now, outcome.wait);
    } else if (unheard && final_no) {
      // This attempt was refused, but an earlier one may have been posted.
      delivery.state = Delivery::State::Unknown;
      delivery.reason = "no_answer";
    } else {
      settle_heard(delivery, outcome, clock.now(), options, random);
    }
    return outcome;
  }

  /// A courier that throws tells nothing of what had left by then.
  SendOutcome send(const Delivery& delivery) {
    try {
      return courier.send(delivery);
    } catch (const std::exception&) {
      log::error("send_threw", {{"delivery", delivery.id}, {"platform", delivery.channel.platform.str()}});
      return {SendOutcome::Kind::Unknown, {}, "threw", milliseconds(0)};
    }
  }

  /// Back as it was, the attempt not counted: nothing was tried.
  static void untouched(Delivery& delivery, TimePoint next_try) {
    --delivery.attempts;
    delivery.state = Delivery::State::Retry;
    delivery.next_try = next_try;
  }

  bool under_key(const Delivery& delivery, TimePoint first_try, TimePoint now) {
    {
      const Lock lock(mutex);
      if (now < first_try || !clock_watch.trusts(first_try)) return false;
    }
    return now - first_try + kDedupeMargin < courier.dedupes_for(delivery.channel.platform);
  }

  void settle_unheard(Delivery& delivery, const Unheard& unheard, milliseconds wait) {
    const TimePoint now = clock.now();
    if (now <= delivery.expires_at && under_key(delivery, unheard.first, now))
      return settle_under_key(delivery, unheard, wait, now, options, random);
    settle_by_look_up(delivery, unheard);
  }

  void settle_by_look_up(Delivery& delivery, const Unheard& unheard) {
    const bool can = courier.can_look_up(delivery.channel.platform);
    LookUp found;
    if (can) try {
        found = courier.look_up(delivery);
      } catch (const std::exception&) {
        log::error("look_up_threw", {{"delivery", delivery.id}, {"platform", delivery.channel.platform.str()}});
      }
    settle_looked_up(delivery, unheard, found, can, clock.now(), options, random);
  }

  /// How long to leave the delivery: its platform is off, its workspace fails again and again, or it asked us to wait.
  milliseconds pause_of(const Delivery& delivery, TimePoint now) {
    if (!courier.is_on(delivery.channel.platform)) return options.left_alone;
    const milliseconds pause = gate.pause(delivery.channel, now);
    // Spread over a second, so that they do not all knock in the same moment.
    return pause.count() == 0 ? pause : pause + milliseconds(random.below(1000));
  }

  void leave_gate(const Delivery& delivery, const std::optional<SendOutcome>& outcome) {
    if (outcome && outcome->kind == SendOutcome::Kind::Wait)
      metrics.count("posts_refused_for_now", {{"platform", delivery.channel.platform.str()}});
    {
      const Lock lock(mutex);
      if (admitted.erase(delivery.id) == 0) return;
    }
    if (!outcome) return gate.withdraw(delivery.channel);
    if (gate.done(delivery.channel, *outcome, clock.now()))
      log::warning("workspace_left_alone", {{"channel", delivery.channel.str()}, {"seconds", options.left_alone.count() / 1000}});
  }

  void record(Settled outcome) {
    outcome.delivery.changed_at = clock.now();
    const auto stored = store::write<bool>(
        store, [&](store::Writer& tx) { return store_settled(tx, outcome, courier, outcome.delivery.changed_at); });
    if (!stored) {
      // It stays in Sending there, so that nobody sends it again; stored at the next step.
      log::error("outcome_not_stored", {{"delivery", outcome.delivery.id}, {"why", stored.error().for_log}});
      const Lock lock(mutex);
      unrecorded.push_back(std::move(outcome));
      return;
    }
    {
      const Lock lock(mutex);
      in_hand.erase(outcome.delivery.id);
    }
    if (*stored) recorded(outcome.delivery);
  }

  void recorded(const Delivery& delivery) {
    metrics.count("deliveries", {{"platform", delivery.channel.platform.str()}, {"state", store::name_of(delivery.state)}});
    if (delivery.state == Delivery::State::Sent)
      metrics.observe("delivery_lateness", std::max(0.0, std::chrono::duration<double>(clock.now() - delivery.due_at).count()));
    if (!needs_a_person(delivery.state)) return;
    log::warning("delivery_in_trouble", {{"delivery", delivery.id},
                                         {"channel", delivery.channel.str()},
                                         {"state", store::name_of(delivery.state)},
                                         {"reason", delivery.reason}});
  }

  void record_what_waits() {
    std::vector<Settled> again;
    {
      const Lock lock(mutex);
      again.swap(unrecorded);
    }
    for (Settled& outcome : again) record(std::move(outcome));
  }

  /// What was claimed and never begun goes back untouched.
  void give_back(Delivery delivery) {
    const int claimed_as = delivery.attempts;
    untouched(delivery, clock.now());
    record({std::move(delivery), claimed_as, false});
  }

  /// At the end: a database that is busy for a moment must not cost the knowledge of what was sent.
  void record_before_leaving() {
    for (int i = 0; i < kTriesBeforeLeaving; ++i) {
      record_what_waits();
      const Lock lock(mutex);
      if (unrecorded.empty()) return;
      changed.wait_for(mutex, kPauseBeforeLeaving);
    }
    const Lock lock(mutex);
    log::error("outcomes_lost", {{"count", unrecorded.size()}});
  }

  void send_from_queue() {
    for (;;) {
      Delivery next;
      {
        const Lock lock(mutex);
        while (queue.empty() && !ending) changed.wait_for(mutex, kLookAgain);
        if (queue.empty()) return;
        next = std::move(queue.front());
        queue.pop_front();
      }
      deliver(std::move(next));
      {
        const Lock lock(mutex);
        woken = true;
      }
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
    const TimePoint now = clock.now();
    milliseconds pause = kLookAgain;
    const Lock lock(mutex);
    // What is ready and was not claimed waits for an opening of the gate, or for one that is under way: that wakes us.
    const auto at = next && *next && **next <= now ? next_opening : (next ? *next : std::nullopt);
    if (at) pause = std::clamp<milliseconds>(*at - now, milliseconds(5), kLookAgain);
    if (!woken && !stop.stop_requested()) changed.wait_for(mutex, pause);
    woken = false;
  }
};

Outbox::Outbox(store::Store& store, const Clock& clock, Random& random, Metrics& metrics, Courier courier, std::string owner,
               OutboxOptions options)
    : state_(std::make_unique<State>(store, clock, random, metrics, std::move(courier), std::move(owner), options)) {}

Outbox::~Outbox() = default;

Gate& Outbox::gate() { return state_->gate; }

Result<Step> Outbox::step() {
  state_->record_what_waits();
  auto claimed = state_->claim(state_->options.batch, AtOnce{});
  if (!claimed) return tl::unexpected(claimed.error());
  for (Delivery& delivery : *claimed) state_->deliver(std::move(delivery));
  return claimed->empty() ? Step::Idle : Step::Worked;
}

Result<std::size_t> Outbox::recover() {
  State& state = *state_;
  std::vector<Delivery> left;
  {
    const Lock one_at_a_time(state.claiming);
    const TimePoint now = state.clock.now();
    auto found = store::write<std::vector<Delivery>>(state.store, [&](store::Writer& tx) -> Result<std::vector<Delivery>> {
      if (auto watched = state.watch_clock(tx, now); !watched) return tl::unexpected(watched.error());
      return tx.abandoned_deliveries(state.owner, now, kMostAbandoned);
    });
    if (!found) return tl::unexpected(found.error());
    const Lock lock(state.mutex);
    for (Delivery& delivery : *found)  // not what we are sending right now
      if (state.in_hand.insert(delivery.id).second) left.push_back(std::move(delivery));
  }
  for (Delivery& delivery : left) {
    const int claimed_as = delivery.attempts;
    // The send began some time after the claim, or never.
    const auto before = unheard_since(delivery);
    const Unheard unheard{before ? before->first : delivery.changed_at, delivery.changed_at + state.options.begin_within};
    state.settle_unheard(delivery, unheard, milliseconds(0));
    state.record({std::move(delivery), claimed_as, false});
  }
  return left.size();
}

void Outbox::run(std::stop_token stop, int senders) {
  const std::stop_callback wake_up(stop, [this] { wake(); });
  {
    const Lock lock(state_->mutex);
    state_->ending = false;
  }
  std::vector<std::thread> threads;
  const int share = std::max(1, senders / 4);
  const AtOnce at_once{share, std::max(1, senders - share)};
  for (int i = 0; i < senders; ++i) threads.emplace_back([this] { state_->send_from_queue(); });
  while (!stop.stop_requested()) {
    state_->record_what_waits();
    const std::size_t room = state_->room(senders);
    Result<std::vector<Delivery>> claimed = std::vector<Delivery>{};
    if (room > 0) claimed = state_->claim(std::min(room, state_->options.batch), at_once);
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
  state_->record_before_leaving();
}

void Outbox::wake() {
  {
    const Lock lock(state_->mutex);
    state_->woken = true;
  }
  state_->changed.notify_all();
}

}  // namespace allybot::schedule
