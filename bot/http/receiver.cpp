#include "bot/http/receiver.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "bot/core/check.h"
#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/http/lane.h"
#include "bot/http/listening.h"

namespace allybot::http {
namespace {

/// Connections taken in one go, before those that are there get their turn.
constexpr int kMostAtOnce = 64;
/// How long nothing is accepted after the system ran out of descriptors or memory.
constexpr std::chrono::milliseconds kPause{20};

std::string text_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr, text, sizeof text);
  } else if (address.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr, text, sizeof text);
  }
  constexpr std::string_view kMapped = "::ffff:";  // IPv4 on a socket that takes both
  const std::string_view seen(text);
  return std::string(seen.substr(0, kMapped.size()) == kMapped ? seen.substr(kMapped.size()) : seen);
}

/// A descriptor on its way to another lane; closed when it never arrives.
class Passed {
 public:
  explicit Passed(int descriptor) : descriptor_(descriptor) {}
  Passed(const Passed&) = delete;
  Passed& operator=(const Passed&) = delete;
  ~Passed() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int take() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

class LanesReceiver final : public Receiver {
 public:
  LanesReceiver(ReceiverOptions options, std::vector<Route> routes, Metrics& metrics, Listening listening)
      : port_(listening.port), shared_(std::make_shared<Shared>(std::move(options), std::move(routes), metrics)) {
    // Every lane accepts from the same socket; a lane that is busy leaves the next connection to another.
    for (int i = 0; i < std::max(1, shared_->options.threads); ++i) {
      lanes_.push_back(std::make_shared<Lane>(shared_));
      lanes_.back()->loop().watch(i == 0 ? listening.descriptor : ::fcntl(listening.descriptor, F_DUPFD_CLOEXEC, 0));
    }
    for (const auto& lane : lanes_) wait_for_connections(*lane);
    for (const auto& lane : lanes_) lane->start();
  }
  ~LanesReceiver() override { stop(std::chrono::milliseconds(0)); }

  int port() const override { return port_; }

  void after(std::chrono::milliseconds delay, std::function<void()> work) override {
    lanes_[turn_++ % lanes_.size()]->loop().after(delay, std::move(work));
  }

  void stop(std::chrono::milliseconds patience) override;

 private:
  void wait_for_connections(Lane& lane) {
    lane.loop().when_readable([this, &lane] { accept_some(lane); });
  }
  void accept_some(Lane& lane);
  void place(Lane& here, int descriptor, std::string peer);
  bool make_room(Lane& here, bool out_of_descriptors);

  const int port_;
  std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Lane>> lanes_;
  std::atomic<std::size_t> turn_{0};

  Mutex stopping_;
  Mutex mutex_;
  Condition lane_drained_;
  std::size_t drained_ BOT_GUARDED_BY(mutex_) = 0;
};

void LanesReceiver::accept_some(Lane& lane) {
  for (int taken = 0; taken < kMostAtOnce; ++taken) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int descriptor =
        ::accept4(lane.loop().watched(), reinterpret_cast<sockaddr*>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      place(lane, descriptor, text_of(address));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      log::warning("accept_failed", {{"why", "out of descriptors or memory"}, {"connections", shared_->open.load()}});
      make_room(lane, true);
      return lane.loop().after(kPause, [this, &lane] { wait_for_connections(lane); });
    }
    // Anything else concerns a connection that went before it was taken.
  }
  wait_for_connections(lane);
}

void LanesReceiver::place(Lane& here, int descriptor, std::string peer) {
  if (++shared_->open > shared_->options.most_connections && !make_room(here, false)) {
    --shared_->open;
    ::close(descriptor);
    return;
  }
  // Whoever woke first takes it, unless another lane has clearly fewer: long-lived connections should not gather on one.
  const auto least = std::min_element(lanes_.begin(), lanes_.end(),
                                      [](const auto& one, const auto& other) { return one->load() < other->load(); });
  if ((*least)->load() + 1 >= here.load()) {
    here.promise();
    return here.adopt(descriptor, std::move(peer));
  }
  (*least)->promise();
  (*least)->loop().post([lane = least->get(), passed = std::make_shared<Passed>(descriptor), peer = std::move(peer)] {
    lane->adopt(passed->take(), peer);
  });
}

bool LanesReceiver::make_room(Lane& here, bool out_of_descriptors) {
  auto chosen = std::min_element(lanes_.begin(), lanes_.end(),
                                 [](const auto& one, const auto& other) { return one->oldest_wait() < other->oldest_wait(); });
  if ((*chosen)->oldest_wait() == Lane::kNobodyWaits) {
    // Connections on their way to a lane will wait there.
    chosen = std::find_if(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane->expects_more(); });
    if (chosen == lanes_.end()) return false;
  }
  if (chosen->get() == &here) return here.evict();
  // Decided again when that lane's turn comes: by then others may have made room, or have the one that waited longer.
  (*chosen)->loop().post([this, lane = chosen->get(), out_of_descriptors] {
    if (out_of_descriptors || shared_->open > shared_->options.most_connections) make_room(*lane, out_of_descriptors);
  });
  return true;
}

void LanesReceiver::stop(std::chrono::milliseconds patience) {
  for (const auto& lane : lanes_) BOT_CHECK(!Lane::is_current(lane.get()));  // it would wait for itself
  const Lock one_at_a_time(stopping_);
  for (const auto& lane : lanes_) {
    lane->loop().post([this, lane = lane.get()] {
      lane->stop_taking([this] {
        const Lock lock(mutex_);
        ++drained_;
        lane_drained_.notify_all();
      });
    });
  }
  const auto deadline = std::chrono::steady_clock::now() + patience;
  {
    const Lock lock(mutex_);
    while (drained_ < lanes_.size() && lane_drained_.wait_until(mutex_, deadline) != std::cv_status::timeout) {
    }
  }
  for (const auto& lane : lanes_) lane->end();
  shared_->tell_open();
}

}  // namespace

Result<std::unique_ptr<Receiver>> listen(ReceiverOptions options, std::vector<Route> routes, Metrics& metrics) {
  auto listening = open_listening(options.host, options.port);
  if (!listening) return tl::unexpected(std::move(listening.error()));
  return std::make_unique<LanesReceiver>(std::move(options), std::move(routes), metrics, *listening);
}

}  // namespace allybot::http
