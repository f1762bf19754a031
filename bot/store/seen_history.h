// What each reader has seen, in memory, written to the store behind the answer.
// Losing the last second of it at a crash costs a repeated tip at most; it must never hold anything else.
#pragma once

#include <memory>
#include <string>

#include "bot/core/seen.h"
#include "bot/core/time.h"
#include "bot/store/store.h"

namespace allybot::store {

/// A reader's history: item to the moment it was last seen. Immutable once handed out.
using Seen = SeenItems;

/// Any thread may call it. Bounded in readers and in items: the readers used least recently are dropped (and read again when they
/// come back).
class SeenHistory {
 public:
  SeenHistory(Store& store, const Clock& clock, std::size_t most_readers = 8000);
  ~SeenHistory();  ///< flushes

  /// Reads the store the first time a reader is asked for, so not inside a transaction on the same thread. When the store cannot
  /// answer: an empty history, logged.
  std::shared_ptr<const Seen> of(const ReaderKey& reader);
  /// Kept at once in memory, written by the next flush().
  void note(const ReaderKey& reader, const ItemId& item);
  /// Keeps memory right after a transaction that wrote note_seen itself.
  void noted_in_store(const ReaderKey& reader, const ItemId& item, TimePoint at);
  /// Call it inside the transaction that forgets, so that no flush comes in between, and again once that is committed.
  void forget(const ReaderKey& reader);
  void forget_all();
  /// Writes what is waiting in one transaction; keeps it when the store refuses. The app calls it every second and at stop.
  Result<void> flush();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::store
