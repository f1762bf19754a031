// A mutex that clang's lock analysis understands (it does not accept std::mutex with libstdc++).
// Must never be held while another host, a file or a handler is waited for.
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define BOT_THREAD(x) __attribute__((x))
#else
#define BOT_THREAD(x)
#endif

#define BOT_GUARDED_BY(x) BOT_THREAD(guarded_by(x))
#define BOT_REQUIRES(x) BOT_THREAD(requires_capability(x))
#define BOT_EXCLUDES(x) BOT_THREAD(locks_excluded(x))

namespace allybot {

class BOT_THREAD(capability("mutex")) Mutex {
 public:
  void lock() BOT_THREAD(acquire_capability()) { inner_.lock(); }
  void unlock() BOT_THREAD(release_capability()) { inner_.unlock(); }
  bool try_lock() BOT_THREAD(try_acquire_capability(true)) { return inner_.try_lock(); }

 private:
  std::mutex inner_;
};

class BOT_THREAD(scoped_lockable) Lock {
 public:
  explicit Lock(Mutex& mutex) BOT_THREAD(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~Lock() BOT_THREAD(release_capability()) { mutex_.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Mutex& mutex_;
};

/// Waits on a Mutex that the caller holds.
using Condition = std::condition_variable_any;

}  // namespace allybot
