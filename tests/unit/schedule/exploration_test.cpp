// Every order of steps, crashes, lost answers and clock jumps, up to a depth: nothing is posted twice, nothing is lost.
#include <gtest/gtest.h>

#include <unordered_set>

#include "bot/schedule/retry.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/faulty_store.h"
#include "tests/unit/schedule/harness.h"

namespace allybot::schedule {
namespace {

using Kind = SendOutcome::Kind;
using State = store::Delivery::State;

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
    switch (chooser_.choose(8)) {
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
      default: return;
    }
  }

  /// From here on everything works.
  void drain() {
    calm_ = true;
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
      if ((delivery.state == State::Skipped || delivery.state == State::Dead) && count != 0)
        return "posted, but ends as " + bench_.state(id);
    }
    return {};
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
    courier.is_on = [](const PlatformId&) { return true; };
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
    switch (chooser_.choose(11)) {
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
        return outcome(Kind::Sent);
      default:  // it hangs before anything is posted. Past its lease neither a look-up nor a key could help, which is why
                // leases are longer than sends; where nothing is ever repeated, nothing is posted twice even so.
        pass(promise_.looks_up || promise_.dedupes_for.count() > 0 ? seconds(4) : seconds(90));
        recover_and_step(other);
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
  bool calm_ = false;
};

struct Explored {
  std::size_t runs = 0, states = 0, violations = 0;
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
      if (chooser.on_new_ground()) new_ground = known.insert(std::to_string(i) + ':' + world.signature()).second;
    }
    ++explored.runs;
    if (!new_ground) continue;
    world.drain();
    if (const std::string wrong = world.violation(); !wrong.empty() && ++explored.violations <= 3)
      ADD_FAILURE() << promise.name << ": " << wrong << " after choices " << chooser.told();
  } while (chooser.next());
  explored.states = known.size();
  return explored;
}

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

INSTANTIATE_TEST_SUITE_P(WhereThePlatform, Exploration,
                         testing::Values(Promise{"PromisesNothing", milliseconds(0), false},
                                         Promise{"DedupesForAWhile", std::chrono::minutes(5), false},
                                         Promise{"CanBeAsked", milliseconds(0), true}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace allybot::schedule
