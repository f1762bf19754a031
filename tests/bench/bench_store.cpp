// What the store costs: finding and claiming due plans at 10,000 and at 1,000,000, claiming deliveries, noting what was seen.
#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "bot/core/log.h"
#include "bot/store/seen_history.h"
#include "bot/store/store.h"

namespace {

using namespace allybot;
using namespace allybot::store;

constexpr std::size_t kBatch = 100;

class StandingClock final : public Clock {
 public:
  TimePoint now() const override { return from_unix_millis(1'700'000'000'000); }
};
const StandingClock kClock;

void must(const Result<void>& done) {
  if (done) return;
  std::fprintf(stderr, "bench_store: %s\n", done.error().for_log.c_str());
  std::exit(1);
}

/// A database in a folder of its own, removed at the end.
class File {
 public:
  File() {
    static int count = 0;
    folder_ =
        std::filesystem::temp_directory_path() / ("allybot-bench-" + std::to_string(::getpid()) + '-' + std::to_string(++count));
    log::set_level(log::Level::Warning);
    auto opened = open("sqlite:" + (folder_ / "allybot.db").string(), kClock);
    if (!opened) must(tl::unexpected(opened.error()));
    store_ = std::move(*opened);
  }
  ~File() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
};

ChannelKey channel(std::int64_t number) {
  return {PlatformId("slack"), WorkspaceId("T0001"), ChannelId('C' + std::to_string(number))};
}

Delivery a_delivery(const std::string& key, const ChannelKey& where, TimePoint at) {
  Delivery delivery;
  delivery.key = key;
  delivery.channel = where;
  delivery.plan = PlanId("p1");
  delivery.item = ItemId("tips/say-whose-idea");
  delivery.payload = std::string(1500, 'x');
  delivery.idempotency = "5b3f0a52-62f8-4f0e-9a5e-0f4cf1a3f3e1";
  delivery.created_at = delivery.due_at = delivery.next_try = delivery.changed_at = at;
  delivery.expires_at = at + std::chrono::hours(2);
  return delivery;
}

/// A number without order, the same in each run (the last steps of splitmix64).
std::int64_t scattered(std::int64_t number) {
  auto z = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return static_cast<std::int64_t>(z >> 2U);
}

/// So many weekly plans, spread over the minutes of a week in no order. Made once for all runs.
Store& plans(std::int64_t many) {
  static std::map<std::int64_t, std::unique_ptr<File>> made;
  auto& file = made[many];
  if (file) return **file;
  file = std::make_unique<File>();
  constexpr std::int64_t kMinutes = 7 * 24 * 60;
  for (std::int64_t from = 0; from < many; from += 10'000)
    must((*file)->write([&](Writer& tx) -> Result<void> {
      for (std::int64_t i = from; i < std::min(many, from + 10'000); ++i) {
        Plan plan;
        plan.channel = channel(i);
        plan.words = "every Tuesday at 10:00";
        plan.rrule = "FREQ=WEEKLY;BYDAY=TU";
        plan.start = plan.next_local = "2026-03-03T10:00";
        plan.zone = "Europe/Berlin";
        plan.kinds = {"tips", "myths"};
        plan.next_at = kClock.now() + std::chrono::minutes(scattered(i) % kMinutes);
        if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
      }
      return {};
    }));
  return **file;
}

/// One batch of the ticker: what is due, each plan moved on by a week, its delivery and its pick written.
void claim_due_plans(benchmark::State& state) {
  Store& store = plans(state.range(0));
  std::int64_t claimed = 0;
  for (auto _ : state) {
    must(store.write([&](Writer& tx) -> Result<void> {
      const auto due = tx.due_plans(kClock.now() + std::chrono::hours(24 * 365), kBatch);
      if (!due) return tl::unexpected(due.error());
      for (Plan plan : *due) {
        const TimePoint at = *plan.next_at;
        const std::string key = plan.channel.str() + '/' + plan.id.str() + '@' + std::to_string(to_unix_millis(at));
        if (auto added = tx.add_delivery(a_delivery(key, plan.channel, at)); !added) return tl::unexpected(added.error());
        plan.next_at = at + std::chrono::hours(24 * 7);
        if (auto moved = tx.update_plan(plan); !moved) return moved;
        if (auto noted = tx.note_seen(reader_of(plan.channel), ItemId("tips/say-whose-idea"), at); !noted) return noted;
        ++claimed;
      }
      return {};
    }));
  }
  state.SetItemsProcessed(claimed);
}
BENCHMARK(claim_due_plans)
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Iterations(100)
    ->Repetitions(5)
    ->DisplayAggregatesOnly()
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();

/// The question alone.
void find_due_plans(benchmark::State& state) {
  Store& store = plans(state.range(0));
  for (auto _ : state)
    must(store.read([&](Reader& tx) -> Result<void> {
      const auto due = tx.due_plans(kClock.now() + std::chrono::hours(24 * 365), kBatch);
      if (!due) return tl::unexpected(due.error());
      benchmark::DoNotOptimize(due->size());
      return {};
    }));
}
BENCHMARK(find_due_plans)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// Batches of 100 out of 40,000 that wait, each in a channel of its own; what was claimed is settled outside the measure.
void claim_deliveries(benchmark::State& state) {
  File file;
  constexpr int kMany = 40'000;
  for (int from = 0; from < kMany; from += 10'000)
    must(file->write([from](Writer& tx) -> Result<void> {
      for (int i = from; i < from + 10'000; ++i)
        if (auto added = tx.add_delivery(a_delivery('k' + std::to_string(i), channel(i), kClock.now())); !added)
          return tl::unexpected(added.error());
      return {};
    }));
  std::int64_t claimed = 0;
  for (auto _ : state) {
    std::vector<Delivery> batch;
    must(file->write([&](Writer& tx) -> Result<void> {
      auto moved = tx.claim_deliveries("one", kClock.now(), kClock.now() + seconds(60), kBatch);
      if (!moved) return tl::unexpected(moved.error());
      batch = std::move(*moved);
      return {};
    }));
    claimed += static_cast<std::int64_t>(batch.size());
    state.PauseTiming();
    must(file->write([&](Writer& tx) -> Result<void> {
      for (Delivery& delivery : batch) {
        delivery.state = Delivery::State::Sent;
        if (auto done = tx.update_delivery(delivery); !done) return done;
      }
      return {};
    }));
    state.ResumeTiming();
  }
  state.SetItemsProcessed(claimed);
}
BENCHMARK(claim_deliveries)->Iterations(380)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// One small transaction that must survive a loss of power, on 1 and on 8 threads at once.
void write_one_row(benchmark::State& state) {
  static std::unique_ptr<File> file;
  if (state.thread_index() == 0) file = std::make_unique<File>();
  const std::string name = std::string("name") + std::to_string(state.thread_index());
  for (auto _ : state) must((*file)->write([&](Writer& tx) { return tx.set_meta(name, "value"); }));
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) file.reset();
}
BENCHMARK(write_one_row)->Threads(1)->Threads(8)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// of() and note() of readers that are in memory, with so many items seen before.
void note_seen(benchmark::State& state) {
  auto store = open("memory:", kClock);
  SeenHistory history(**store, kClock);
  constexpr int kReaders = 200;
  std::vector<ReaderKey> readers;
  std::vector<ItemId> items;
  for (int i = 0; i < state.range(0); ++i) items.emplace_back(std::string("tips/an-item-with-a-usual-name-") + std::to_string(i));
  for (int i = 0; i < kReaders; ++i) {
    readers.push_back({std::string("m:slack/T0001/U") + std::to_string(i)});
    history.of(readers.back());
    for (const ItemId& item : items) history.note(readers.back(), item);
  }
  must(history.flush());
  std::size_t next = 0, size = 0;
  for (auto _ : state) {
    const ReaderKey& reader = readers[next % readers.size()];
    const auto seen = history.of(reader);
    size += seen->size();
    history.note(reader, items[next++ % items.size()]);
    if (next % 5000 == 0) {
      state.PauseTiming();
      must(history.flush());
      state.ResumeTiming();
    }
  }
  benchmark::DoNotOptimize(size);
}
BENCHMARK(note_seen)->Arg(30)->Arg(300)->Arg(1000);

/// What a flush writes behind: a thousand notes of a hundred readers.
void flush_seen(benchmark::State& state) {
  File file;
  SeenHistory history(*file, kClock);
  std::int64_t notes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    for (int i = 0; i < 1000; ++i)
      history.note(ReaderKey{std::string("m:slack/T0001/U") + std::to_string(i % 100)},
                   ItemId(std::string("tips/an-item-") + std::to_string(notes++ % 330)));
    state.ResumeTiming();
    must(history.flush());
  }
  state.SetItemsProcessed(notes);
}
BENCHMARK(flush_seen)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
