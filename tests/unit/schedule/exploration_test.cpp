// Every order of steps, crashes, lost answers, refusals, decisions of a lead and clock jumps, up to a depth: nothing is posted
// twice, nothing is lost, and no state changes but as the table in outbox.h says.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "bot/schedule/decide.h"
#include "bot/schedule/retry.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/faulty_store.h"
#include "tests/unit/schedule/harness.h"

namespace allybot::schedule {
namespace {

using Kind = SendOutcome::Kind;
using State = store::Delivery::State;

/// The arrows of the table in outbox.h.
const std::set<std::pair<State, State>> kMoves = {
    {State::Pending, State::Sending}, {State::Retry, State::Sending},  // a claim
    {State::Sending, State::Sent},    {State::Sending, State::Retry},
    {State::Sending, State::Unknown},                                    // the sender, recover()
    {State::Sending, State::Dead},    {State::Sending, State::Skipped},  // the same
    {State::Unknown, State::Skipped}, {State::Dead, State::Skipped},     // a person
    {State::Unknown, State::Sent},    {State::Retry, State::Sent},       // who lost the lease: a fact
};
using Moves = std::set<std::pair<State, State>>;

/// Hands out choices and, run after run, goes through all of them.
class Chooser {
 public:
  int choose(int bound) {
    if (at_ == script_.size()) {
      script_.push_back(0);
      bounds_.push_back(bound);
    }
    return script_[at_++];
  }
  /// False when all have been tried.
  bool next() {
    at_ = 0;
    while (!script_.empty() && script_.back() + 1 >= bounds_.back()) {
      script_.pop_back();
      bounds_.pop_back();
    }
    if (script_.empty()) return false;
    ++script_.back();
    repeated_ = script_.size() - 1;
    return true;
  }
  /// False while a run only repeats the beginning of the one before.
  bool on_new_ground() const { return at_ > repeated_ || repeated_ == 0; }
  std::string told() const {
    std::string text;
    for (std::size_t i = 0; i < at_; ++i) text += std::to_string(script_[i]) + ' ';
    return text;
  }

 private:
  std::vector<int> script_, bounds_;
  std::size_t at_ = 0, repeated_ = 0;
};

struct Promise {
  const char* name;
  milliseconds dedupes_for;
  bool looks_up;
};

/// Platform time is real time; the bot's clock may be set wrong.
class World {
 public:
  World(Chooser& chooser, const Promise& promise, int deliveries) : chooser_(chooser), promise_(promise) {
    for (int i = 0; i < deliveries; ++i) ids_.push_back(bench_.add("d" + std::to_string(i)));
    for (Worker& worker : workers_) start(worker);
  }

  /// One action of somebody.
  void act() {
    switch (chooser_.choose(11)) {
      case 0: return step(workers_[0]);
      case 1: return recover_and_step(workers_[1]);
      case 2: return restart(workers_[0]);
      case 3: return pass(seconds(20));
      case 4: return pass(seconds(90));
      case 5: return pass(std::chrono::hours(3));
      case 6:  // while somebody runs: a clock that is changed while nobody does cannot be noticed
        for (Worker& worker : workers_) {
          if (worker.dead) continue;
          static_cast<void>(worker.outbox->recover());
          return bench_.clock.advance(-std::chrono::hours(1));
        }
        return;
      case 7:
        // Absence is proven by waiting; a clock that jumps ahead while a message is on its way takes that proof from us.
        if (late_.empty() || !promise_.looks_up) bench_.clock.advance(std::chrono::hours(1));
        return;
      case 8: return decide(true);
      case 9: return decide(false);
      case 10: on_ = !on_; return;
      default: return;
    }
  }

  /// From here on everything works.
  void drain() {
    calm_ = on_ = true;
    for (int i = 0; i < 1000 && !settled(); ++i) {
      for (Worker& worker : workers_) {
        if (worker.dead || i == 0) start(worker);
        recover_and_step(worker);
      }
      pass(seconds(30));
    }
  }

  bool settled() { return bench_.count(State::Pending) + bench_.count(State::Sending) + bench_.count(State::Retry) == 0; }

  /// Empty, or what is wrong.
  std::string violation() {
    if (!settled()) return "something never settles";
    for (const auto id : ids_) {
      const auto delivery = bench_.delivery(id);
      const int count = posts_.count(delivery.key) == 0 ? 0 : posts_[delivery.key];
      if (count > 1) return "posted twice, now " + bench_.state(id);
      if (delivery.state == State::Sent && count != 1) return "sent but never posted";
      const bool decided = delivery.reason == "posted-again" || delivery.reason == "left";
      if ((delivery.state == State::Skipped || delivery.state == State::Dead) && count != 0 && !decided)
        return "posted, but ends as " + bench_.state(id);
    }
    for (const auto& [from, to] : moves_)
      if (kMoves.count({from, to}) == 0) return std::string("moved from ") + store::name_of(from) + " to " + store::name_of(to);
    return {};
  }
  const Moves& moves() const { return moves_; }

  /// Notes how states have changed. Whoever was not seen in Sending has been there.
  void look() {
    for (const auto id : ids_) {
      const State now = bench_.delivery(id).state;
      const auto [at, is_new] = states_.emplace(id, State::Pending);
      State before = std::exchange(at->second, now);
      if (before == now) continue;
      const bool by_claim = before == State::Pending || (before == State::Retry && now != State::Sent);
      if (by_claim && now != State::Sending) {
        moves_.insert({before, State::Sending});
        before = State::Sending;
      }
      moves_.insert({before, now});
    }
  }

  /// Two worlds with equal signatures go on alike.
  std::string signature() {
    std::string text;
    const auto add = [&](auto number) { text += std::to_string(number) + ','; };
    const TimePoint now = bench_.clock.now();
    for (const auto id : ids_) {
      const auto one = bench_.delivery(id);
      add(static_cast<int>(one.state));
      add(one.attempts);
      add((one.next_try - now).count());
      add((one.changed_at - now).count());
      add((one.expires_at - now).count());
      const auto unheard = unheard_since(one);
      add(unheard ? (unheard->first - now).count() : -1);
      add(unheard ? (unheard->last - now).count() : -1);
      add(posts_.count(one.key) == 0 ? 0 : posts_[one.key]);
      add(first_seen_.count(one.idempotency) == 0 ? -1 : (real_ - first_seen_[one.idempotency]).count());
    }
    for (const auto& [at, delivery] : late_) text += delivery.key + std::to_string((at - real_).count()) + ',';
    for (const Worker& worker : workers_) add(worker.dead ? 1 : 0);
    text += last_sender_;
    add(on_ ? 1 : 0);
    return text;
  }

 private:
  struct Worker {
    std::string owner;
    bool dead = false;
    bool sending = false;
    std::unique_ptr<fakes::FaultyStore> store;
    std::unique_ptr<Outbox> outbox;
  };

  void start(Worker& worker) {
    worker.outbox.reset();
    worker.dead = worker.sending = false;
    worker.store = std::make_unique<fakes::FaultyStore>(*bench_.store);
    Courier courier;
    courier.send = [this, &worker](const store::Delivery& delivery) { return send(worker, delivery); };
    courier.look_up = [this](const store::Delivery& delivery) -> LookUp {
      if (posts_.count(delivery.key) != 0) return {LookUp::Kind::Present, "message"};
      return {LookUp::Kind::Absent, {}};
    };
    courier.can_look_up = [this](const PlatformId&) { return promise_.looks_up; };
    courier.dedupes_for = [this](const PlatformId&) { return promise_.dedupes_for; };
    courier.is_on = [this](const PlatformId&) { return on_; };
    worker.outbox = std::make_unique<Outbox>(*worker.store, bench_.clock, bench_.random, bench_.metrics, courier, worker.owner);
  }
  void restart(Worker& worker) {
    start(worker);
    static_cast<void>(worker.outbox->recover());
  }
  void step(Worker& worker) {
    if (!worker.dead && !worker.sending) static_cast<void>(worker.outbox->step());
  }
  void recover_and_step(Worker& worker) {
    if (worker.dead || worker.sending) return;
    static_cast<void>(worker.outbox->recover());
    step(worker);
  }
  /// A lead decides on the first post in trouble.
  void decide(bool again) {
    for (const auto id : ids_) {
      const auto delivery = bench_.delivery(id);
      if (delivery.state != State::Unknown && delivery.state != State::Dead) continue;
      const auto done = bench_.store->write([&](store::Writer& tx) -> Result<void> {
        if (!again) return leave_it(tx, delivery, "a lead", bench_.clock.now());
        const auto id_again = post_again(tx, delivery, delivery.idempotency + "again", "a lead", bench_.clock.now());
        if (!id_again) return tl::unexpected(id_again.error());
        ids_.push_back(*id_again);
        return {};
      });
      EXPECT_TRUE(done.has_value());
      return;
    }
  }
  /// A process that is gone has no more effects: nothing it writes arrives.
  void crash(Worker& worker) {
    worker.dead = true;
    worker.store->refuse_writes = true;
  }

  void pass(milliseconds time) {
    real_ += time;
    bench_.clock.advance(time);
    for (std::size_t i = 0; i < late_.size();) {
      if (late_[i].first > real_) {
        ++i;
        continue;
      }
      post(late_[i].second, late_[i].first);
      late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  void post(const store::Delivery& delivery) { post(delivery, real_); }
  void post(const store::Delivery& delivery, TimePoint at) {
    const auto seen = first_seen_.find(delivery.idempotency);
    if (seen != first_seen_.end() && at - seen->second <= promise_.dedupes_for) return;
    first_seen_[delivery.idempotency] = at;
    ++posts_[delivery.key];
  }

  SendOutcome send(Worker& worker, const store::Delivery& delivery) {
    if (worker.dead) return outcome(Kind::NotSent);  // never leaves a dead process
    look();
    last_sender_ = worker.owner;
    worker.sending = true;
    const SendOutcome heard = calm_ ? calm(delivery) : stormy(worker, delivery);
    worker.sending = false;
    return heard;
  }
  SendOutcome calm(const store::Delivery& delivery) {
    post(delivery);
    return outcome(Kind::Sent);
  }
  SendOutcome stormy(Worker& worker, const store::Delivery& delivery) {
    Worker& other = workers_[&worker == &workers_[0] ? 1 : 0];
    switch (chooser_.choose(13)) {
      case 0: return calm(delivery);
      case 1: post(delivery); return outcome(Kind::Unknown);  // the answer is lost
      case 2: return outcome(Kind::Unknown);                  // it was lost on the way there
      case 3: return outcome(Kind::NotSent, "busy");
      case 4: return outcome(Kind::Wait, "ratelimited", seconds(5));
      case 5: crash(worker); return outcome(Kind::NotSent);
      case 6:
        post(delivery);
        crash(worker);
        return outcome(Kind::Sent);
      case 7:  // it arrives, and is posted only later
        late_.emplace_back(real_ + seconds(5), delivery);
        return outcome(Kind::Unknown);
      case 8:
        late_.emplace_back(real_ + seconds(5), delivery);
        crash(worker);
        return outcome(Kind::NotSent);
      case 9:  // posted, and the answer takes longer than the lease
        post(delivery);
        pass(seconds(90));
        recover_and_step(other);
        look();
        return outcome(Kind::Sent);
      case 10: return outcome(Kind::Gone, "is_archived");
      case 11: return outcome(Kind::Refused, "no_text");
      default:  // it hangs before anything is posted. Past its lease neither a look-up nor a key could help, which is why
                // leases are longer than sends; where nothing is ever repeated, nothing is posted twice even so.
        pass(promise_.looks_up || promise_.dedupes_for.count() > 0 ? seconds(4) : seconds(90));
        recover_and_step(other);
        look();
        post(delivery);
        return outcome(Kind::Sent);
    }
  }

  Chooser& chooser_;
  const Promise& promise_;
  Bench bench_;
  TimePoint real_ = bench_.clock.now();
  std::vector<std::int64_t> ids_;
  Worker workers_[2] = {{"one", false, false, nullptr, nullptr}, {"two", false, false, nullptr, nullptr}};
  std::map<std::string, int> posts_;
  std::map<std::string, TimePoint> first_seen_;
  std::vector<std::pair<TimePoint, store::Delivery>> late_;
  std::string last_sender_;
  bool calm_ = false, on_ = true;
  std::map<std::int64_t, State> states_;
  Moves moves_;
};

struct Explored {
  std::size_t runs = 0, states = 0, violations = 0;
  Moves moves{};
};

Explored explore(const Promise& promise, int deliveries, int depth) {
  const fakes::CapturingLog quiet;
  Explored explored;
  Chooser chooser;
  std::unordered_set<std::string> known;
  do {
    World world(chooser, promise, deliveries);
    bool new_ground = true;
    for (int i = 0; i < depth && new_ground; ++i) {
      world.act();
      world.look();
      if (chooser.on_new_ground()) new_ground = known.insert(std::to_string(i) + ':' + world.signature()).second;
    }
    ++explored.runs;
    if (new_ground) world.drain();
    world.look();
    explored.moves.insert(world.moves().begin(), world.moves().end());
    if (!new_ground) continue;
    if (const std::string wrong = world.violation(); !wrong.empty() && ++explored.violations <= 3)
      ADD_FAILURE() << promise.name << ": " << wrong << " after choices " << chooser.told();
  } while (chooser.next());
  explored.states = known.size();
  return explored;
}

const Promise kPromises[] = {{"PromisesNothing", milliseconds(0), false},
                             {"DedupesForAWhile", std::chrono::minutes(5), false},
                             {"CanBeAsked", milliseconds(0), true}};

class Exploration : public testing::TestWithParam<Promise> {};

TEST_P(Exploration, OfOneDeliveryFindsNothingTwiceAndNothingLost) {
  const Explored explored = explore(GetParam(), 1, 5);
  std::printf("one delivery, %s: %zu runs, %zu states, %zu violations\n", GetParam().name, explored.runs, explored.states,
              explored.violations);
  EXPECT_EQ(explored.violations, 0U);
  EXPECT_GT(explored.states, 1000U);
}

TEST_P(Exploration, OfTwoDeliveriesFindsNothingTwiceAndNothingLost) {
  const Explored explored = explore(GetParam(), 2, 3);
  std::printf("two deliveries, %s: %zu runs, %zu states, %zu violations\n", GetParam().name, explored.runs, explored.states,
              explored.violations);
  EXPECT_EQ(explored.violations, 0U);
  EXPECT_GT(explored.states, 500U);
}

TEST(ExplorationOfStates, SeesEveryArrowOfTheTable) {
  Moves seen;
  for (const Promise& promise : kPromises) {
    const Explored explored = explore(promise, 1, 3);
    seen.insert(explored.moves.begin(), explored.moves.end());
  }
  for (const auto& [from, to] : kMoves)
    EXPECT_EQ(seen.count({from, to}), 1U) << store::name_of(from) << " to " << store::name_of(to) << " was never seen";
  std::printf("%zu arrows seen of %zu in the table\n", seen.size(), kMoves.size());
}

INSTANTIATE_TEST_SUITE_P(WhereThePlatform, Exploration, testing::ValuesIn(kPromises),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace allybot::schedule
