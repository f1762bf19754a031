#include "bot/store/memory/memory.h"

#include "bot/store/inside.h"
#include "bot/store/memory/transaction.h"

namespace allybot::store {

Result<void> MemoryStore::write(const std::function<Result<void>(Writer&)>& work) {
  const Inside inside(*this);
  if (inside.again()) return fail(Code::Internal, "a transaction was begun inside another one");
  const Lock lock(mutex_);
  MemoryTransaction transaction(tables_, clock_);
  try {
    Result<void> done = work(transaction);
    if (!done) transaction.roll_back();
    return done;
  } catch (...) {
    transaction.roll_back();
    throw;
  }
}

Result<void> MemoryStore::read(const std::function<Result<void>(Reader&)>& work) {
  const Inside inside(*this);
  if (inside.again()) return fail(Code::Internal, "a transaction was begun inside another one");
  const Lock lock(mutex_);
  MemoryTransaction transaction(tables_, clock_);
  return work(transaction);
}

Result<void> MemoryStore::backup(const std::string&) {
  return fail(Code::Unsupported, "the memory store has no file to copy", "There is no database file to copy.");
}

}  // namespace allybot::store
