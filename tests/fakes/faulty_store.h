// A store before another one that refuses, or throws, when a test says so.
// Must never change what the store behind it answers otherwise.
#pragma once

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>

#include "bot/store/store.h"

namespace allybot::fakes {

class FaultyStore final : public store::Store {
 public:
  explicit FaultyStore(store::Store& behind) : behind_(behind) {}

  /// Refuses before anything is done.
  std::atomic<bool> refuse_reads{false}, refuse_writes{false};
  /// Does all the work of a write, then refuses to commit it.
  std::atomic<bool> refuse_commits{false};
  std::atomic<int> reads{0}, writes{0};
  /// Called inside each writing transaction, after its work; and after the work of each reading one.
  std::function<void()> in_write, after_read;

  Result<void> write(const std::function<Result<void>(store::Writer&)>& work) override {
    ++writes;
    if (refuse_writes) return refused();
    return behind_.write([&](store::Writer& tx) -> Result<void> {
      auto done = work(tx);
      if (in_write) in_write();
      if (done && refuse_commits) return refused();
      return done;
    });
  }
  Result<void> read(const std::function<Result<void>(store::Reader&)>& work) override {
    ++reads;
    if (refuse_reads) return refused();
    auto done = behind_.read(work);
    if (after_read) after_read();
    return done;
  }
  Result<void> backup(const std::string& path) override { return behind_.backup(path); }

 private:
  static tl::unexpected<Error> refused() { return fail(Code::Unavailable, "the database is locked"); }
  store::Store& behind_;
};

}  // namespace allybot::fakes
