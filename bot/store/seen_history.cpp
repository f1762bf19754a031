#include "bot/store/seen_history.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <list>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "bot/core/log.h"
#include "bot/core/mutex.h"

namespace allybot::store {
namespace {

/// Sixteen bytes each: some six megabytes at most.
constexpr std::size_t kMostItems = 400'000;
/// Notes that wait while the store refuses them; what comes on top is lost, which costs a repeated tip.
constexpr std::size_t kMostWaiting = 100'000;
constexpr std::size_t kMostShards = 16;
constexpr int kMostReadings = 3;

/// Something to be written. Kept one behind the other: looked through only for a reader whose history is read from the store.
struct Note {
  std::string reader;
  const ItemId* item;  ///< of the history's names; nothing once it was forgotten
  TimePoint at;
};
using Notes = std::vector<Note>;

}  // namespace

struct SeenHistory::State {
  struct Entry {
    std::shared_ptr<const Seen> seen;
    std::list<const std::string*>::iterator place;
  };
  using Entries = std::unordered_map<std::string, Entry>;

  /// A part of the readers, so that threads seldom wait for each other.
  struct Shard {
    Mutex mutex;
    Entries entries BOT_GUARDED_BY(mutex);
    std::list<const std::string*> used BOT_GUARDED_BY(mutex);  ///< keys of entries, the most recently used first
    std::size_t items BOT_GUARDED_BY(mutex) = 0;
    Notes waiting BOT_GUARDED_BY(mutex);
    Notes being_written BOT_GUARDED_BY(mutex);
    /// Counts what makes a reading of the store that is under way too old to be kept.
    std::uint64_t changes BOT_GUARDED_BY(mutex) = 0;
  };

  State(Store& the_store, const Clock& the_clock, std::size_t readers)
      : store(the_store), clock(the_clock), shards(std::clamp<std::size_t>(readers / 64, 1, kMostShards)) {
    most_readers = std::max<std::size_t>(1, readers / shards);
    most_items = kMostItems / shards;
  }

  Shard& shard_of(const ReaderKey& reader) { return all[std::hash<std::string>{}(reader.text) % shards]; }

  std::shared_ptr<const Seen> kept(Shard& shard, const std::string& reader) BOT_REQUIRES(shard.mutex) {
    const auto found = shard.entries.find(reader);
    if (found == shard.entries.end()) return nullptr;
    shard.used.splice(shard.used.begin(), shard.used, found->second.place);
    return found->second.seen;
  }

  void keep(Shard& shard, const std::string& reader, std::shared_ptr<const Seen> seen) BOT_REQUIRES(shard.mutex) {
    const auto [found, is_new] = shard.entries.try_emplace(reader);
    if (is_new) found->second.place = shard.used.insert(shard.used.begin(), &found->first);
    change(shard, found->second, std::move(seen));
  }

  void change(Shard& shard, Entry& entry, std::shared_ptr<const Seen> seen) BOT_REQUIRES(shard.mutex) {
    shard.items += seen->size();
    if (entry.seen) shard.items -= entry.seen->size();
    entry.seen = std::move(seen);
    while (shard.entries.size() > 1 && (shard.entries.size() > most_readers || shard.items > most_items))
      drop(shard, shard.entries.find(*shard.used.back()));
  }

  void drop(Shard& shard, Entries::iterator entry) BOT_REQUIRES(shard.mutex) {
    if (entry == shard.entries.end()) return;
    shard.items -= entry->second.seen->size();
    shard.used.erase(entry->second.place);
    shard.entries.erase(entry);
  }

  void add_to_kept(Shard& shard, const std::string& reader, const ItemId& item, TimePoint at) BOT_REQUIRES(shard.mutex) {
    const auto found = shard.entries.find(reader);
    if (found == shard.entries.end()) return;
    shard.used.splice(shard.used.begin(), shard.used, found->second.place);
    change(shard, found->second, std::make_shared<const Seen>(found->second.seen->noted(item, at)));
  }

  /// What is in the store, with what still waits to be written there.
  Result<Seen> read_store(const ReaderKey& reader) {
    auto rows = read<std::vector<SeenItem>>(store, [&reader](Reader& tx) { return tx.seen(reader); });
    if (!rows) return tl::unexpected(rows.error());
    Seen seen(names);
    seen.reserve(rows->size());
    for (const SeenItem& row : *rows) seen.note(row.item, row.at);
    return seen;
  }

  void add_waiting(Shard& shard, const std::string& reader, Seen& seen) BOT_REQUIRES(shard.mutex) {
    for (const Notes* notes : {&shard.being_written, &shard.waiting})
      for (const Note& note : *notes)
        if (note.item != nullptr && note.reader == reader) seen.note(*note.item, note.at);
  }

  void say_unread(const Error& error) {
    if (!unread.exchange(true)) log::warning("seen_history_unread", {{"code", name_of(error.code)}, {"why", error.for_log}});
  }

  Notes take_waiting() {
    Notes rows;
    for (std::size_t i = 0; i < shards; ++i) {
      const Lock lock(all[i].mutex);
      all[i].being_written.swap(all[i].waiting);
      rows.insert(rows.end(), all[i].being_written.begin(), all[i].being_written.end());
    }
    // The order of the table's key: neighbouring rows lie on one page.
    std::sort(rows.begin(), rows.end(), [](const Note& one, const Note& other) {
      return std::tie(one.reader, *one.item) < std::tie(other.reader, *other.item);
    });
    return rows;
  }

  void settle(bool written, std::size_t taken) {
    std::size_t back = 0;
    for (std::size_t i = 0; i < shards; ++i) {
      Shard& shard = all[i];
      const Lock lock(shard.mutex);
      if (!shard.being_written.empty()) ++shard.changes;
      if (!written) {
        std::erase_if(shard.being_written, [](const Note& note) { return note.item == nullptr; });
        back += shard.being_written.size();
        shard.being_written.insert(shard.being_written.end(), std::make_move_iterator(shard.waiting.begin()),
                                   std::make_move_iterator(shard.waiting.end()));
        shard.waiting = std::move(shard.being_written);
      }
      // Room of a busy second is given back: most seconds are not.
      shard.being_written = Notes();
    }
    waiting_count -= taken - back;
  }

  Store& store;
  const Clock& clock;
  const std::shared_ptr<ItemNames> names = std::make_shared<ItemNames>();
  std::size_t shards;
  std::size_t most_readers = 0, most_items = 0;  ///< of one shard
  std::array<Shard, kMostShards> all;
  /// One flush at a time. It is held while the store writes, and nothing but another flush ever waits for it.
  Mutex flushing;
  std::atomic<std::size_t> waiting_count{0};
  std::atomic<bool> unread{false}, unwritten{false}, lost{false};
};

SeenHistory::SeenHistory(Store& store, const Clock& clock, std::size_t most_readers)
    : state_(std::make_unique<State>(store, clock, most_readers)) {}

SeenHistory::~SeenHistory() { (void)flush(); }

std::shared_ptr<const Seen> SeenHistory::of(const ReaderKey& reader) {
  State::Shard& shard = state_->shard_of(reader);
  for (int reading = 1;; ++reading) {
    std::uint64_t before = 0;
    {
      const Lock lock(shard.mutex);
      if (auto seen = state_->kept(shard, reader.text)) return seen;
      before = shard.changes;
    }
    auto read = state_->read_store(reader);
    if (read)
      state_->unread = false;
    else
      state_->say_unread(read.error());
    auto seen = std::make_shared<Seen>(read ? std::move(*read) : Seen(state_->names));
    const Lock lock(shard.mutex);
    if (auto other = state_->kept(shard, reader.text)) return other;
    state_->add_waiting(shard, reader.text, *seen);
    if (!read) return seen;
    if (shard.changes == before) {
      state_->keep(shard, reader.text, seen);
      return seen;
    }
    if (reading == kMostReadings) return seen;
  }
}

void SeenHistory::note(const ReaderKey& reader, const ItemId& item) {
  const TimePoint at = state_->clock.now();
  State::Shard& shard = state_->shard_of(reader);
  const Lock lock(shard.mutex);
  state_->add_to_kept(shard, reader.text, item, at);
  if (state_->waiting_count.load(std::memory_order_relaxed) >= kMostWaiting) {
    if (!state_->lost.exchange(true)) log::warning("seen_history_lost", {{"waiting", kMostWaiting}});
    return;
  }
  shard.waiting.push_back({reader.text, state_->names->keep(item), at});
  ++state_->waiting_count;
}

void SeenHistory::noted_in_store(const ReaderKey& reader, const ItemId& item, TimePoint at) {
  State::Shard& shard = state_->shard_of(reader);
  const Lock lock(shard.mutex);
  state_->add_to_kept(shard, reader.text, item, at);
  ++shard.changes;
}

void SeenHistory::forget(const ReaderKey& reader) {
  State::Shard& shard = state_->shard_of(reader);
  const Lock lock(shard.mutex);
  ++shard.changes;
  state_->drop(shard, shard.entries.find(reader.text));
  state_->waiting_count -= std::erase_if(shard.waiting, [&](const Note& note) { return note.reader == reader.text; });
  // What is being written is counted by the flush, and must not come back when the store refuses it.
  for (Note& note : shard.being_written)
    if (note.reader == reader.text) note.item = nullptr;
}

void SeenHistory::forget_all() {
  for (std::size_t i = 0; i < state_->shards; ++i) {
    State::Shard& shard = state_->all[i];
    const Lock lock(shard.mutex);
    ++shard.changes;
    shard.entries.clear();
    shard.used.clear();
    shard.items = 0;
    state_->waiting_count -= shard.waiting.size();
    shard.waiting.clear();
    for (Note& note : shard.being_written) note.item = nullptr;
  }
}

Result<void> SeenHistory::flush() {
  const Lock lock(state_->flushing);
  if (state_->waiting_count == 0) return {};
  std::size_t taken = 0;
  Result<void> done;
  try {
    done = state_->store.write([&](Writer& tx) -> Result<void> {
      // Taken inside the transaction: a forgetting one is then wholly before or wholly after.
      const auto rows = state_->take_waiting();
      taken = rows.size();
      for (const Note& row : rows)
        if (auto noted = tx.note_seen(ReaderKey{row.reader}, *row.item, row.at); !noted) return noted;
      return {};
    });
  } catch (const std::exception&) {
    done = fail(Code::Internal, "the seen history could not be written");
  }
  state_->settle(done.has_value(), taken);
  if (done)
    state_->unwritten = state_->lost = false;
  else if (!state_->unwritten.exchange(true))
    log::warning("seen_history_unwritten", {{"code", name_of(done.error().code)}, {"why", done.error().for_log}});
  return done;
}

}  // namespace allybot::store
