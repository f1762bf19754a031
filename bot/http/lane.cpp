#include "bot/http/lane.h"

#include <algorithm>

#include "bot/core/log.h"
#include "bot/http/answer.h"

namespace allybot::http {
namespace {

// Compared with, never followed.
thread_local const Lane* lane_of_this_thread = nullptr;

/// How exactly deadlines are kept: a quarter of the shortest, within reason.
std::chrono::milliseconds tick_for(const ReceiverOptions& options) {
  const auto shortest = std::min({options.header_timeout, options.body_timeout, options.idle_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
}

std::int64_t steady_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

const char* class_of(int status) {
  switch (status / 100) {
    case 2: return "2xx";
    case 3: return "3xx";
    case 4: return "4xx";
    default: return "5xx";
  }
}

}  // namespace

Lane::Lane(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), tick_(tick_for(shared_->options)) {}

void Lane::start() {
  read_clocks();
  thread_ = std::thread([this] {
    lane_of_this_thread = this;
    loop_.run();
  });
}

void Lane::end() {
  if (!thread_.joinable()) return;
  loop_.post([this] {
    loop_.unwatch();
    close_all(waiting_);
    close_all(working_);
    // After what the closing has queued: connections let go of each other there.
    loop_.post([this] { loop_.stop(); });
  });
  thread_.join();
}

bool Lane::is_current(const Lane* lane) { return lane_of_this_thread == lane; }

void Lane::adopt(int descriptor, std::string peer) {
  auto connection = std::make_shared<Connection>(shared_from_this(), descriptor, std::move(peer));
  --promised_;
  if (!ticking_) {
    ticking_ = true;
    read_clocks();
    loop_.after(tick_, [this] { tick(); });
  }
  connection->place.at = waiting_.insert(waiting_.end(), connection);
  connection->place.waiting = true;
  connection->start();
  if (stopping_) connection->close();
}

bool Lane::evict() {
  if (waiting_.empty()) return false;
  const auto connection = waiting_.front();  // held, for closing takes it off the list
  connection->close();
  return true;
}

void Lane::stop_taking(std::function<void()> drained) {
  stopping_ = true;
  drained_ = std::move(drained);
  loop_.unwatch();
  close_all(waiting_);
  if (working_.empty() && drained_) std::exchange(drained_, nullptr)();
}

void Lane::set_deadline(Connection& connection, std::chrono::milliseconds after_now) {
  connection.place.deadline = now_ + (after_now + tick_).count();
}

void Lane::now_waits(Connection& connection) {
  Connections& from = connection.place.waiting ? waiting_ : working_;
  waiting_.splice(waiting_.end(), from, connection.place.at);
  connection.place.waiting = true;
  connection.place.since = steady_nanoseconds();
  note_oldest();
}

void Lane::now_works(Connection& connection) {
  if (!connection.place.waiting) return;
  working_.splice(working_.end(), waiting_, connection.place.at);
  connection.place.waiting = false;
  note_oldest();
}

void Lane::forget(Connection& connection) {
  (connection.place.waiting ? waiting_ : working_).erase(connection.place.at);
  --load_;
  --shared_->open;
  note_oldest();
  if (stopping_ && waiting_.empty() && working_.empty() && drained_) std::exchange(drained_, nullptr)();
}

void Lane::count_answer(std::string_view route, int status) {
  shared_->metrics.count("http_requests", {{"route", route}, {"status", class_of(status)}});
}

void Lane::tick() {
  read_clocks();
  std::vector<std::shared_ptr<Connection>> over;
  for (const Connections* connections : {&waiting_, &working_})
    for (const auto& connection : *connections)
      if (connection->place.deadline <= now_) over.push_back(connection);
  for (const auto& connection : over) connection->expire();
  shared_->tell_open();
  ticking_ = !waiting_.empty() || !working_.empty();
  if (ticking_) loop_.after(tick_, [this] { tick(); });
}

void Lane::read_clocks() {
  now_ = steady_nanoseconds() / 1'000'000;
  date_ = http_date(wall_clock_.now());
}

void Lane::close_all(Connections& connections) {
  while (!connections.empty()) {
    const auto connection = connections.front();  // held, for closing takes it off the list
    connection->close();
  }
}

void Lane::note_oldest() {
  const std::int64_t oldest = waiting_.empty() ? kNobodyWaits : waiting_.front()->place.since;
  if (oldest != oldest_wait_.load(std::memory_order_relaxed)) oldest_wait_.store(oldest, std::memory_order_relaxed);
}

void Shared::tell_open() { metrics.gauge("http_connections", static_cast<double>(open.load())); }

}  // namespace allybot::http
