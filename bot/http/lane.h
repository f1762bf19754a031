// One I/O thread of the receiver with all connections that it serves, and their deadlines.
// Must never touch a connection of another lane.
#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <thread>

#include "bot/core/time.h"
#include "bot/http/connection.h"
#include "bot/http/loop.h"
#include "bot/http/routing.h"

namespace allybot::http {

/// What all lanes of a receiver share.
struct Shared {
  Shared(ReceiverOptions wanted, std::vector<Route> all_routes, Metrics& where)
      : options(std::move(wanted)), routes(std::move(all_routes)), metrics(where) {}

  /// Now and then, not at each connection: two lanes could tell in the wrong order.
  void tell_open();

  const ReceiverOptions options;
  const RouteTable routes;
  Metrics& metrics;
  std::atomic<std::size_t> open{0};        ///< connections
  std::atomic<std::size_t> held_bytes{0};  ///< of unfinished bodies, the small ones left out
};

/// The lane's own thread calls everything but the constructor, start(), loop().post() and after(), oldest_wait(), load(),
/// promise(), expects_more() and end().
class Lane : public std::enable_shared_from_this<Lane> {
 public:
  static constexpr std::int64_t kNobodyWaits = std::numeric_limits<std::int64_t>::max();

  explicit Lane(std::shared_ptr<Shared> shared);

  void start();
  /// Closes all connections and ends the thread.
  void end();
  Loop& loop() { return loop_; }
  Shared& shared() { return *shared_; }
  /// Whether this thread is that lane's; the lane itself may be gone.
  static bool is_current(const Lane* lane);

  /// Takes over an accepted connection that was promised.
  void adopt(int descriptor, std::string peer);
  /// Closes the connection that has waited for the other end the longest; false when there is none.
  bool evict();
  std::int64_t oldest_wait() const { return oldest_wait_; }
  /// How many connections it has or was promised.
  std::size_t load() const { return load_; }
  /// From any thread: a connection will come by adopt().
  void promise() {
    ++load_;
    ++promised_;
  }
  bool expects_more() const { return promised_ > 0; }

  /// Closes what waits for the other end; `drained` is called once nothing is left.
  void stop_taking(std::function<void()> drained);
  bool is_stopping() const { return stopping_; }

  // For connections.
  void set_deadline(Connection& connection, std::chrono::milliseconds after_now);
  void now_waits(Connection& connection);
  void now_works(Connection& connection);
  void forget(Connection& connection);
  std::string_view date() const { return date_; }
  void count_answer(std::string_view route, int status);

 private:
  using Connections = std::list<std::shared_ptr<Connection>>;
  void tick();
  void read_clocks();
  void close_all(Connections& connections);
  void note_oldest();

  std::shared_ptr<Shared> shared_;
  Loop loop_;
  std::thread thread_;
  Connections waiting_;  ///< for bytes of the other end, the longest waiting first
  Connections working_;  ///< with a handler, or writing
  const std::chrono::milliseconds tick_;
  std::int64_t now_ = 0;  ///< milliseconds, read once a tick: deadlines are coarse
  bool ticking_ = false;
  bool stopping_ = false;
  std::function<void()> drained_;
  std::string date_;
  SystemClock wall_clock_;
  std::atomic<std::int64_t> oldest_wait_{kNobodyWaits};
  std::atomic<std::size_t> load_{0};
  std::atomic<std::size_t> promised_{0};
};

}  // namespace allybot::http
