#include "bot/http/watchdog.h"

#include <algorithm>

namespace allybot::http {

Watchdog::~Watchdog() {
  std::thread thread;
  {
    const Lock lock(mutex_);
    over_ = true;
    thread.swap(thread_);
  }
  changed_.notify_all();
  if (thread.joinable()) thread.join();
}

std::uint64_t Watchdog::watch(Moment deadline, std::function<void()> bark) {
  const Lock lock(mutex_);
  const std::uint64_t number = ++last_;
  const auto at = watched_.emplace(std::pair(deadline, number), std::move(bark)).first;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  if (at == watched_.begin()) changed_.notify_all();
  return number;
}

void Watchdog::call_off(std::uint64_t number) {
  const Lock lock(mutex_);
  const auto at = std::find_if(watched_.begin(), watched_.end(), [&](const auto& entry) { return entry.first.second == number; });
  if (at != watched_.end()) watched_.erase(at);
}

void Watchdog::run() {
  const Lock lock(mutex_);
  while (!over_) {
    if (watched_.empty()) {
      changed_.wait(mutex_);
      continue;
    }
    const auto next = watched_.begin();
    if (const Moment deadline = next->first.first; deadline > std::chrono::steady_clock::now()) {
      changed_.wait_until(mutex_, deadline);
      continue;
    }
    const auto bark = std::move(next->second);
    watched_.erase(next);
    bark();  // with the lock held, so that call_off() can promise that it is over
  }
}

}  // namespace allybot::http
