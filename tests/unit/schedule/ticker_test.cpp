#include "bot/schedule/ticker.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <ctime>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/fakes/capturing_log.h"
#include "tests/fakes/counting_metrics.h"
#include "tests/fakes/faulty_store.h"
#include "tests/unit/schedule/harness.h"
#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

using store::Delivery;
using store::Plan;

class TickerBench {
 public:
  TickerBench() : store(bench.store.get()) {
    draw = [](const Plan& plan, const Occurrence& occurrence, store::Reader&) -> Result<Drawn> {
      return Drawn{ItemId("tips/one"), plan.id.str() + ' ' + occurrence.nominal.str()};
    };
  }

  Ticker ticker(TickerOptions options = {}) {
    return Ticker(
        *store, bench.clock, bench.random, bench.metrics,
        [this](const Plan& plan, const Occurrence& occurrence, store::Reader& tx) { return draw(plan, occurrence, tx); },
        options);
  }
  PlanId add(Plan plan, const std::string& channel = "C1") {
    plan.id = PlanId();
    plan.channel.channel = ChannelId(channel);
    if (plan.next_local.empty() && !schedule_next(plan, bench.clock.now())) ADD_FAILURE() << "a plan that cannot be read";
    return store::write<PlanId>(*bench.store, [&](store::Writer& tx) { return tx.add_plan(plan); }).value();
  }
  Plan plan(const PlanId& id) {
    return store::read<std::optional<Plan>>(
               *bench.store, [&](store::Reader& tx) { return tx.plan(PlatformId("slack"), WorkspaceId("T1"), id); })
        .value()
        .value();
  }
  void set(const Plan& changed) {
    ASSERT_TRUE(bench.store->write([&](store::Writer& tx) { return tx.update_plan(changed); }).has_value());
  }
  std::optional<Delivery> delivery(const std::string& key) {
    return store::read<std::optional<Delivery>>(*bench.store, [&](store::Reader& tx) { return tx.delivery_by_key(key); }).value();
  }
  /// "pending", "skipped late", or "nothing".
  std::string state(const std::string& key) {
    const auto found = delivery(key);
    if (!found) return "nothing";
    return found->reason.empty() ? store::name_of(found->state) : std::string(store::name_of(found->state)) + ' ' + found->reason;
  }
  std::int64_t all() {
    std::int64_t count = 0;
    for (const auto one : {Delivery::State::Pending, Delivery::State::Skipped}) count += bench.count(one);
    return count;
  }

  Bench bench;  // 2026-11-24T10:00:00Z, a Tuesday
  store::Store* store;
  std::function<Result<Drawn>(const Plan&, const Occurrence&, store::Reader&)> draw;
};

Plan every_day(const char* time = "10:30") { return plan_of("FREQ=DAILY", std::string("2026-11-01T") + time, "UTC"); }

TEST(Ticker, WritesOneDeliveryForWhatIsDueAndMovesOn) {
  TickerBench bench;
  Plan daily = every_day();
  daily.address = "how to reach it";
  const PlanId id = bench.add(daily);
  auto ticker = bench.ticker();
  EXPECT_EQ(ticker.step()->posted, 0U);
  bench.bench.clock.advance(std::chrono::minutes(30));
  const auto done = ticker.step();
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(done->posted, 1U);
  EXPECT_FALSE(done->more);
  const auto delivery = bench.delivery("slack/T1/p1@2026-11-24T10:30");
  ASSERT_TRUE(delivery.has_value());
  EXPECT_EQ(delivery->state, Delivery::State::Pending);
  EXPECT_EQ(delivery->payload, "p1 2026-11-24T10:30");
  EXPECT_EQ(delivery->item, ItemId("tips/one"));
  EXPECT_EQ(delivery->plan, id);
  EXPECT_EQ(delivery->channel, daily.channel);
  EXPECT_EQ(delivery->address, "how to reach it");
  EXPECT_EQ(delivery->created_at, bench.bench.clock.now());
  EXPECT_EQ(delivery->changed_at, bench.bench.clock.now());
  EXPECT_EQ(delivery->next_try, bench.bench.clock.now());
  EXPECT_EQ(delivery->due_at, utc("2026-11-24T10:30:00Z"));
  EXPECT_EQ(delivery->expires_at, utc("2026-11-24T12:30:00Z"));
  EXPECT_EQ(delivery->idempotency.size(), 32U);
  EXPECT_EQ(delivery->idempotency.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(bench.plan(id).next_local, "2026-11-25T10:30");
  EXPECT_EQ(bench.plan(id).step, 0) << "it walks through no series";
  EXPECT_EQ(ticker.step()->posted, 0U);
}

TEST(Ticker, NotesThatTheChannelHasSeenTheItem) {
  TickerBench bench;
  const PlanId id = bench.add(every_day());
  bench.bench.clock.advance(std::chrono::minutes(30));
  ASSERT_TRUE(bench.ticker().step().has_value());
  const auto reader = store::reader_of(bench.plan(id).channel);
  const auto seen =
      store::read<std::vector<store::SeenItem>>(*bench.store, [&](store::Reader& tx) { return tx.seen(reader); }).value();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].item, ItemId("tips/one"));
}

TEST(Ticker, LetsASecondPlanOfTheChannelSeeWhatTheFirstDrew) {
  TickerBench bench;
  bench.add(every_day());
  bench.add(every_day());
  std::vector<std::size_t> seen_at_draw;
  bench.draw = [&](const Plan& plan, const Occurrence&, store::Reader& tx) -> Result<Drawn> {
    seen_at_draw.push_back(tx.seen(store::reader_of(plan.channel)).value().size());
    return Drawn{ItemId("tips/" + plan.id.str()), "{}"};
  };
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(bench.ticker().step()->posted, 2U);
  EXPECT_EQ(seen_at_draw, (std::vector<std::size_t>{0, 1}));
}

TEST(Ticker, PostsWithinTheGraceAndSkipsBeyondIt) {
  for (const bool late : {false, true}) {
    TickerBench bench;
    const PlanId id = bench.add(every_day());
    bench.bench.clock.set(utc("2026-11-24T12:30:00Z") + milliseconds(late ? 1 : 0));
    const auto done = bench.ticker().step();
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->posted, late ? 0U : 1U);
    EXPECT_EQ(done->skipped, late ? 1U : 0U);
    EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T10:30"), late ? "skipped late" : "pending");
    EXPECT_EQ(bench.plan(id).next_local, "2026-11-25T10:30");
  }
}

TEST(Ticker, PostsOnlyTheNewestOfSeveralMissed) {
  TickerBench bench;
  bench.add(every_day());
  bench.bench.clock.set(utc("2026-11-26T11:00:00Z"));
  const auto done = bench.ticker().step();
  EXPECT_EQ(done->posted, 1U);
  EXPECT_EQ(done->skipped, 2U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T10:30"), "skipped late");
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-25T10:30"), "skipped late");
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-26T10:30"), "pending");
}

TEST(Ticker, PostsOnlyTheNewestEvenWhenTheGraceHoldsTwo) {
  TickerBench bench;
  bench.add(every_day());
  bench.bench.clock.set(utc("2026-11-25T11:00:00Z"));
  TickerOptions options;
  options.grace = std::chrono::hours(48);
  EXPECT_EQ(bench.ticker(options).step()->posted, 1U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T10:30"), "skipped late");
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-25T10:30"), "pending");
}

TEST(Ticker, DoesNotFloodWhenTheClockIsAYearAhead) {
  TickerBench bench;
  fakes::CapturingLog log;
  const PlanId id = bench.add(every_day());
  bench.bench.clock.set(utc("2027-11-24T20:00:00Z"));
  const auto done = bench.ticker().step();
  EXPECT_EQ(done->posted, 0U);
  EXPECT_LE(done->skipped, 10U);
  EXPECT_GT(done->skipped, 0U);
  EXPECT_TRUE(log.has("occurrences_missed"));
  EXPECT_EQ(bench.plan(id).next_local, "2027-11-25T10:30");
}

TEST(Ticker, FiresNothingTwiceWhenTheClockIsSetBack) {
  TickerBench bench;
  const PlanId id = bench.add(every_day());
  bench.bench.clock.advance(std::chrono::minutes(31));
  auto ticker = bench.ticker();
  EXPECT_EQ(ticker.step()->posted, 1U);
  bench.bench.clock.advance(-std::chrono::hours(1));
  EXPECT_EQ(ticker.step()->posted, 0U);
  Plan plan = bench.plan(id);  // even when somebody saves the plan anew
  ASSERT_TRUE(schedule_next(plan, bench.bench.clock.now()).has_value());
  EXPECT_EQ(plan.next_local, "2026-11-24T10:30");
  bench.set(plan);
  bench.bench.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(ticker.step()->posted, 0U);
  EXPECT_EQ(bench.all(), 1);
  EXPECT_EQ(bench.plan(id).next_local, "2026-11-25T10:30");
}

TEST(Ticker, CountsWhatItPostedAndSkippedOnce) {
  TickerBench bench;
  fakes::CountingMetrics metrics;
  Ticker ticker(*bench.store, bench.bench.clock, bench.bench.random, metrics, bench.draw);
  const PlanId id = bench.add(every_day());
  ASSERT_TRUE(ticker.step().has_value());
  EXPECT_EQ(metrics.value("occurrences{outcome=posted}") + metrics.value("occurrences{outcome=skipped}"), 0);
  const Plan as_it_was = bench.plan(id);
  bench.bench.clock.set(utc("2026-11-26T11:00:00Z"));
  ASSERT_TRUE(ticker.step().has_value());
  EXPECT_EQ(metrics.value("occurrences{outcome=posted}"), 1);
  EXPECT_EQ(metrics.value("occurrences{outcome=skipped}"), 2);
  bench.set(as_it_was);  // found again: another process was first
  const auto again = ticker.step();
  EXPECT_EQ(again->posted + again->skipped, 0U);
}

/// As after content that lost steps.
class ShorterSeries final : public Almanac {
 public:
  std::optional<int> steps_left(const Plan&) const override { return 0; }
};

TEST(Ticker, EndsAPlanWhoseSeriesBecameShorterWithoutDrawing) {
  TickerBench bench;
  TickerOptions options;
  options.almanac = [] { return std::make_shared<const ShorterSeries>(); };
  bench.draw = [](const Plan&, const Occurrence&, store::Reader&) -> Result<Drawn> {
    ADD_FAILURE() << "there is nothing to draw";
    return fail(Code::NotFound, "no such step");
  };
  Plan plan = every_day();
  plan.series = "steps";
  plan.step = 3;
  const PlanId id = bench.add(plan);
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(bench.ticker(options).step()->posted, 0U);
  EXPECT_EQ(bench.plan(id).state, Plan::State::Ended);
  EXPECT_EQ(bench.plan(id).next_at, std::nullopt);
  EXPECT_EQ(bench.all(), 0);
}

TEST(Ticker, SkipsWithAReasonWhenNothingMatches) {
  TickerBench bench;
  const PlanId id = bench.add(every_day());
  bench.draw = [](const Plan&, const Occurrence&, store::Reader&) -> Result<Drawn> { return fail(Code::NotFound, "no item"); };
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(bench.ticker().step()->skipped, 1U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T10:30"), "skipped no-content");
  EXPECT_EQ(bench.plan(id).state, Plan::State::Active);
}

TEST(Ticker, LetsNoBrokenPlanBlockTheOthers) {
  TickerBench bench;
  Plan nowhere = every_day();
  nowhere.next_at = bench.bench.clock.now();
  nowhere.next_local = "2026-11-24T10:30";
  nowhere.zone = "Europe/Nowhere";
  const PlanId no_zone = bench.add(nowhere);
  Plan garbled = every_day();
  garbled.next_at = bench.bench.clock.now();
  garbled.next_local = "soon";
  const PlanId no_time = bench.add(garbled);
  const PlanId refused = bench.add(every_day());
  const PlanId throwing = bench.add(every_day());
  const PlanId good = bench.add(every_day());
  bench.draw = [&](const Plan& plan, const Occurrence&, store::Reader&) -> Result<Drawn> {
    if (plan.id == refused) return fail(Code::Internal, "cannot render");
    if (plan.id == throwing) throw std::runtime_error("out of luck");
    return Drawn{ItemId("tips/one"), "{}"};
  };
  fakes::CapturingLog log;
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(bench.ticker().step()->posted, 1U);
  for (const PlanId& id : {no_zone, no_time, refused, throwing}) {
    EXPECT_EQ(bench.plan(id).state, Plan::State::Broken) << id.str();
    EXPECT_FALSE(bench.plan(id).trouble.empty());
    EXPECT_FALSE(bench.plan(id).next_at.has_value());
  }
  EXPECT_EQ(bench.plan(good).state, Plan::State::Active);
  EXPECT_TRUE(log.has("plan_broken"));
  EXPECT_EQ(log.all_text().find("out of luck"), std::string::npos);
}

TEST(Ticker, TriesAgainWhatCouldNotBeDrawnForNowUntilItIsLate) {
  TickerBench bench;
  const PlanId id = bench.add(every_day());
  bool away = true;
  bench.draw = [&](const Plan&, const Occurrence&, store::Reader&) -> Result<Drawn> {
    if (away) return fail(Code::Unavailable, "no platform");
    return Drawn{ItemId("tips/one"), "{}"};
  };
  auto ticker = bench.ticker();
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(ticker.step()->posted, 0U);
  EXPECT_FALSE(ticker.step()->more);
  EXPECT_EQ(bench.plan(id).next_at, bench.bench.clock.now() + std::chrono::minutes(1));
  bench.bench.clock.advance(std::chrono::minutes(1));
  away = false;
  EXPECT_EQ(ticker.step()->posted, 1U);
  EXPECT_EQ(bench.delivery("slack/T1/p1@2026-11-24T10:30")->due_at, utc("2026-11-24T10:30:00Z"));
  away = true;
  bench.bench.clock.set(utc("2026-11-25T10:30:00Z"));
  EXPECT_EQ(ticker.step()->posted, 0U);
  bench.bench.clock.set(utc("2026-11-25T12:31:00Z"));
  EXPECT_EQ(ticker.step()->skipped, 1U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-25T10:30"), "skipped late");
}

TEST(Ticker, GoesOnWithAPlanWhosePauseHasEnded) {
  TickerBench bench;
  Plan plan = every_day();
  plan.state = Plan::State::Paused;
  plan.paused_until = "2026-11-26";
  const PlanId id = bench.add(plan);
  auto ticker = bench.ticker();
  bench.bench.clock.set(utc("2026-11-25T10:30:00Z"));
  EXPECT_EQ(ticker.step()->posted, 0U);
  bench.bench.clock.set(utc("2026-11-26T10:30:00Z"));
  EXPECT_EQ(ticker.step()->posted, 1U);
  EXPECT_EQ(bench.plan(id).state, Plan::State::Active);
  EXPECT_EQ(bench.all(), 1) << "what the pause held back is not late";
}

TEST(Ticker, EndsAPlanAfterItsLastDay) {
  TickerBench bench;
  Plan plan = every_day();
  plan.until = "2026-11-24";
  const PlanId id = bench.add(plan);
  bench.bench.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(bench.ticker().step()->posted, 1U);
  EXPECT_EQ(bench.plan(id).state, Plan::State::Ended);
}

TEST(Ticker, LeavesNothingBehindWhenTheDatabaseRefuses) {
  TickerBench bench;
  const PlanId id = bench.add(every_day());
  fakes::FaultyStore faulty(*bench.bench.store);
  bench.store = &faulty;
  auto ticker = bench.ticker();
  bench.bench.clock.advance(std::chrono::minutes(30));
  faulty.refuse_commits = true;
  EXPECT_FALSE(ticker.step().has_value());
  EXPECT_EQ(bench.all(), 0);
  EXPECT_EQ(bench.plan(id).next_local, "2026-11-24T10:30");
  faulty.refuse_commits = false;
  EXPECT_EQ(ticker.step()->posted, 1U);
  EXPECT_EQ(bench.all(), 1);
}

TEST(Ticker, ClaimsEachOccurrenceOnceAmongSeveral) {
  TickerBench bench;
  for (int i = 0; i < 300; ++i) bench.add(every_day(), "C" + std::to_string(i));
  bench.bench.clock.advance(std::chrono::minutes(30));
  TickerOptions options;
  options.batch = 7;
  std::atomic<std::size_t> posted{0};
  const auto run = [&] {
    auto ticker = bench.ticker(options);
    for (bool more = true; more;) {
      const auto done = ticker.step();
      ASSERT_TRUE(done.has_value());
      posted += done->posted;
      more = done->more;
    }
  };
  std::thread one(run), two(run);
  one.join();
  two.join();
  EXPECT_EQ(posted, 300U);
  EXPECT_EQ(bench.all(), 300);
}

TEST(Ticker, WorksWhenItIsWokenAndStopsWhenItIsTold) {
  TickerBench bench;
  std::mutex mutex;
  std::condition_variable changed;
  bool drawn = false;
  bench.add(every_day());
  bench.draw = [&](const Plan&, const Occurrence&, store::Reader&) -> Result<Drawn> {
    const std::lock_guard lock(mutex);
    drawn = true;
    changed.notify_all();
    return Drawn{ItemId("tips/one"), "{}"};
  };
  auto ticker = bench.ticker();
  std::stop_source stop;
  std::thread runner([&] { ticker.run(stop.get_token()); });
  bench.bench.clock.advance(std::chrono::hours(1));
  ticker.wake();
  {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return drawn; }));
  }
  stop.request_stop();
  runner.join();
  EXPECT_EQ(bench.all(), 1);
}

TEST(Ticker, TakesLittleTimeForTenThousandPlansDueAtOnce) {
  TickerBench bench;
  constexpr int kMany = 10000;
  ASSERT_TRUE(bench.bench.store->write([&](store::Writer& tx) -> Result<void> {
    for (int i = 0; i < kMany; ++i) {
      Plan plan = every_day();
      plan.id = PlanId();
      plan.channel.channel = ChannelId("C" + std::to_string(i));
      plan.next_at = utc("2026-11-24T10:30:00Z");
      plan.next_local = "2026-11-24T10:30";
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
    }
    return {};
  }));
  bench.bench.clock.advance(std::chrono::minutes(30));
  auto ticker = bench.ticker();
  const std::clock_t begun = std::clock();
  std::size_t posted = 0;
  for (bool more = true; more;) {
    const auto done = ticker.step();
    ASSERT_TRUE(done.has_value());
    posted += done->posted;
    more = done->more;
  }
  const double used = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf("10,000 plans due in one minute, memory store, no rendering: %.3f s CPU\n", used);
  EXPECT_EQ(posted, static_cast<std::size_t>(kMany));
  EXPECT_LT(used, 20.0);
}

class JumpingClock : public ::testing::Test {
 protected:
  JumpingClock() : ticker(bench.ticker()) {
    id = bench.add(plan_of("FREQ=DAILY", "2026-11-01T12:00", "UTC"));
    EXPECT_TRUE(ticker.step().has_value());
  }
  TickerBench bench;  // 2026-11-24, 10:00 in UTC
  Ticker ticker;
  PlanId id;
};

/// Moved by somebody between a look at the time and a look at the uptime, as a playground's may be.
class MovedMeanwhile final : public Clock {
 public:
  TimePoint now() const override { return from_unix_millis(1'700'000'000'000) + moved(); }
  milliseconds uptime() const override { return now().time_since_epoch(); }
  mutable int looks = 0;
  int moved_at = 0;

 private:
  milliseconds moved() const { return ++looks > moved_at ? milliseconds(std::chrono::hours(24)) : milliseconds(0); }
};

TEST(BothClocks, AreReadAtOneMomentWhenSomebodyMovesThemMeanwhile) {
  for (int moved_at = 0; moved_at < 6; ++moved_at) {
    MovedMeanwhile clock;
    clock.moved_at = moved_at;
    const BothClocks read = read_both(clock);
    EXPECT_EQ(read.now.time_since_epoch(), read.uptime) << moved_at;
  }
}

TEST_F(JumpingClock, AYearAheadHoldsEverythingAndTells) {
  bench.bench.clock.jump(std::chrono::hours(24 * 365));
  const auto step = ticker.step();
  ASSERT_TRUE(step.has_value());
  EXPECT_TRUE(step->held);
  EXPECT_EQ(bench.all(), 0) << "neither posted nor given up as late";
  ASSERT_TRUE(ticker.clock_warning().has_value());
  EXPECT_NE(ticker.clock_warning()->find("forward by 31536000 seconds"), std::string::npos);
  // Mended within ten minutes: as if nothing had been.
  bench.bench.clock.jump(-std::chrono::hours(24 * 365));
  bench.bench.clock.advance(std::chrono::hours(2));
  EXPECT_FALSE(ticker.step()->held);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T12:00"), "pending");
  EXPECT_EQ(bench.all(), 1);
}

TEST_F(JumpingClock, AYearAheadForGoodPostsNoFlood) {
  bench.bench.clock.jump(std::chrono::hours(24 * 365));
  EXPECT_TRUE(ticker.step()->held);
  bench.bench.clock.advance(std::chrono::minutes(11));
  const auto step = ticker.step();
  EXPECT_FALSE(step->held);
  EXPECT_EQ(step->posted, 0U) << "the last one was due 22 hours ago";
}

TEST_F(JumpingClock, AnHourBackPostsNothingTwiceAndTells) {
  bench.bench.clock.advance(std::chrono::hours(2));
  EXPECT_EQ(ticker.step()->posted, 1U);
  bench.bench.clock.jump(-std::chrono::hours(1));
  EXPECT_EQ(ticker.step()->posted, 0U);
  ASSERT_TRUE(ticker.clock_warning().has_value());
  EXPECT_NE(ticker.clock_warning()->find("back by 3600 seconds"), std::string::npos);
  bench.bench.clock.advance(std::chrono::minutes(90));
  EXPECT_EQ(ticker.step()->posted, 0U) << "claimed already";
  EXPECT_EQ(bench.all(), 1);
  bench.bench.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(ticker.step()->posted, 1U) << "and goes on";
}

TEST_F(JumpingClock, SetBackByAnotherProcessLeavesNoSilence) {
  bench.bench.clock.advance(std::chrono::hours(24 * 200));
  EXPECT_TRUE(ticker.step().has_value());
  bench.bench.clock.jump(-std::chrono::hours(24 * 200));
  Ticker later = bench.ticker();
  EXPECT_TRUE(later.step().has_value());
  EXPECT_TRUE(later.clock_warning().has_value());
  EXPECT_EQ(bench.plan(id).next_local, "2026-11-24T12:00");
}

TEST_F(JumpingClock, SetBackAlarmsOnceAndNotTheNextProcessAgain) {
  bench.bench.clock.jump(-std::chrono::hours(5));
  EXPECT_TRUE(ticker.step().has_value());
  EXPECT_TRUE(ticker.clock_warning().has_value());
  Ticker later = bench.ticker();
  EXPECT_TRUE(later.step().has_value());
  EXPECT_FALSE(later.clock_warning().has_value());
}

TEST_F(JumpingClock, SetBackLosesNothingThatIsDueAndWakesNothingThatIsOver) {
  Plan over = bench.plan(id);
  over.state = Plan::State::Ended;
  over.next_at.reset();
  bench.set(over);
  bench.bench.clock.advance(std::chrono::hours(3));
  bench.add(plan_of("FREQ=DAILY", "2026-11-01T11:00", "UTC"), "C2");  // tomorrow's is next
  Plan due = bench.plan(PlanId("p2"));
  due.next_at = utc("2026-11-24T11:00:00Z");
  due.next_local = "2026-11-24T11:00";
  bench.set(due);
  bench.bench.clock.jump(-std::chrono::minutes(90));
  EXPECT_EQ(ticker.step()->posted, 1U);
  EXPECT_EQ(bench.state("slack/T1/p2@2026-11-24T11:00"), "pending");
  EXPECT_EQ(bench.plan(id).state, Plan::State::Ended);
  EXPECT_EQ(bench.plan(id).next_at, std::nullopt);
}

TEST_F(JumpingClock, SmallCorrectionsAndLongSleepsAreNoJumps) {
  bench.bench.clock.jump(-seconds(30));
  EXPECT_FALSE(ticker.step()->held);
  bench.bench.clock.jump(std::chrono::minutes(20));
  EXPECT_FALSE(ticker.step()->held);
  bench.bench.clock.advance(std::chrono::hours(24 * 20));
  EXPECT_FALSE(ticker.step()->held);
  EXPECT_FALSE(ticker.clock_warning().has_value());
}

TEST(AfterDowntime, APlanSaysWhatHappensToWhatWasMissed) {
  for (const auto& [late, down, posted] : std::initializer_list<std::tuple<const char*, int, std::size_t>>{
           {"", 90, 1}, {"", 150, 0}, {"once", 60 * 20, 1}, {"never", 10, 1}, {"never", 30, 0}}) {
    TickerBench bench;
    Plan plan = plan_of("FREQ=DAILY", "2026-11-01T11:00", "UTC");
    plan.late = late;
    const PlanId id = bench.add(plan);
    bench.bench.clock.advance(std::chrono::hours(1) + std::chrono::minutes(down));
    Ticker ticker = bench.ticker();
    EXPECT_EQ(ticker.step()->posted, posted) << late << ' ' << down;
    const auto made = bench.delivery("slack/T1/p1@2026-11-24T11:00");
    ASSERT_TRUE(made.has_value());
    if (posted == 1) {
      EXPECT_GT(made->expires_at, bench.bench.clock.now()) << "there is time to send it";
    }
  }
}

TEST(AfterDowntime, WhatWasSkippedIsNotMissed) {
  TickerBench bench;
  Plan plan = plan_of("FREQ=DAILY", "2026-11-01T11:00", "UTC");
  plan.late = "once";
  plan.skips = {"2026-11-25T11:00"};
  bench.add(plan);
  bench.bench.clock.set(utc("2026-11-25T12:00:00Z"));
  EXPECT_EQ(bench.ticker().step()->posted, 1U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-24T11:00"), "pending");
  EXPECT_EQ(bench.state("slack/T1/p1@2026-11-25T11:00"), "nothing");
}

TEST(AfterDowntime, OnceIsOneHoweverManyWereMissed) {
  TickerBench bench;
  Plan plan = plan_of("FREQ=DAILY", "2026-11-01T11:00", "UTC");
  plan.late = "once";
  bench.add(plan);
  std::string drawn_for;
  bench.draw = [&](const Plan& shown, const Occurrence&, store::Reader&) -> Result<Drawn> {
    drawn_for = shown.next_local;
    return Drawn{ItemId("tips/one"), "{}"};
  };
  bench.bench.clock.advance(std::chrono::hours(24 * 10));
  Ticker ticker = bench.ticker();
  const auto step = ticker.step();
  EXPECT_EQ(step->posted, 1U);
  EXPECT_EQ(bench.state("slack/T1/p1@2026-12-03T11:00"), "pending") << "the newest";
  EXPECT_EQ(drawn_for, "2026-12-03T11:00");
  EXPECT_EQ(ticker.step()->posted, 0U);
}

}  // namespace
}  // namespace allybot::schedule
