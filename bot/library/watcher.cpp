#include "bot/library/watcher.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <thread>

#include "bot/core/log.h"

namespace allybot::library {
namespace {

using Moment = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

/// A checkout of hundreds of files is one change: wait for this much quiet ...
constexpr milliseconds kQuiet{250};
/// ... but not longer than this, for "live" means two seconds.
constexpr milliseconds kPatience{1200};
constexpr milliseconds kPollEvery{1000};
/// Even where the kernel tells of changes: a link far away may have been turned, a network drive may be silent.
constexpr milliseconds kLookAnyway{30'000};
constexpr milliseconds kLookAgain{500};
constexpr int kMostLooksAgain = 10;

constexpr std::uint32_t kFolderEvents =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;
constexpr std::uint32_t kParentEvents = IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool good() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace

class Watcher::Worker {
 public:
  Worker(std::string root, OnChange on_change, bool allow_inotify)
      : root_(std::move(root)),
        on_change_(std::move(on_change)),
        stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        events_(allow_inotify ? ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1),
        polling_(!events_.good()),
        thread_([this] { run(); }) {}

  ~Worker() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_.number(), &one, sizeof one);
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

 private:
  void run() {
    watch_parent();
    look();
    while (wait(next_timeout())) {
      if (read_events()) first_change_ = first_change_.value_or(now());
      if (is_time()) look();
    }
  }

  static Moment now() { return std::chrono::steady_clock::now(); }

  milliseconds next_timeout() const {
    if (first_change_) return std::min(kQuiet, left(*first_change_ + kPatience));
    if (again_ > 0) return left(last_look_ + kLookAgain);
    return left(last_look_ + (polling_ ? kPollEvery : kLookAnyway));
  }

  static milliseconds left(Moment until) { return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(until - now())); }

  /// False when it is time to stop.
  bool wait(milliseconds most) {
    std::array<pollfd, 2> waiting = {pollfd{stop_.number(), POLLIN, 0}, pollfd{events_.number(), POLLIN, 0}};
    const int ready = ::poll(waiting.data(), polling_ ? 1 : 2, static_cast<int>(most.count()));
    quiet_ = ready == 0;
    return (waiting[0].revents & POLLIN) == 0;
  }

  bool is_time() const {
    if (first_change_) return quiet_ || now() >= *first_change_ + kPatience;
    return quiet_ && next_timeout() <= milliseconds(0);
  }

  /// Whether one of them concerns us.
  bool read_events() {
    if (polling_) return false;
    alignas(inotify_event) std::array<char, 16384> buffer{};
    bool ours = false;
    for (;;) {
      const auto count = ::read(events_.number(), buffer.data(), buffer.size());
      if (count <= 0) return ours;
      for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        const char* name = event->len == 0 ? "" : buffer.data() + at + sizeof(inotify_event);
        ours = on_event(event->wd, event->mask, name) || ours;
        at += sizeof(inotify_event) + event->len;
      }
    }
  }

  bool on_event(int watch, std::uint32_t mask, const std::string& name) {
    if ((mask & IN_Q_OVERFLOW) != 0) return true;  // the scan that follows finds what was lost
    const auto folder = folders_.find(watch);
    if (folder == folders_.end()) return watch == parent_ && name == root_name_;
    if ((mask & IN_IGNORED) != 0) {
      folders_.erase(folder);
      return true;
    }
    if (!name.empty()) touched_.insert(folder->second + "/" + name);
    return true;
  }

  void watch_parent() {
    namespace fs = std::filesystem;
    std::error_code ignored;
    fs::path path = fs::absolute(root_, ignored).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    root_name_ = path.filename().string();
    if (!polling_) parent_ = ::inotify_add_watch(events_.number(), path.parent_path().c_str(), kParentEvents);
  }

  void look() {
    const auto touched = std::move(touched_);
    touched_.clear();
    first_change_.reset();
    const Watched wanted = on_change_(touched);
    again_ = wanted.look_again ? std::min(again_ + 1, kMostLooksAgain + 1) : 0;
    if (again_ > kMostLooksAgain) again_ = -1;  // left for the next event
    // Files may have been written into a new folder before it was watched.
    if (add_watches(wanted.folders)) first_change_ = now();
    last_look_ = now();
  }

  bool add_watches(const std::vector<std::string>& folders) {
    if (polling_) return false;
    bool any_new = false;
    for (const auto& folder : folders) {
      const int watch = ::inotify_add_watch(events_.number(), folder.c_str(), kFolderEvents);
      if (watch < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) continue;
        log::warning("content_watch_by_polling", {{"errno", errno}});
        polling_ = true;
        return false;
      }
      const auto [at, is_new] = folders_.insert_or_assign(watch, folder);
      any_new = any_new || is_new;
    }
    return any_new;
  }

  const std::string root_;
  const OnChange on_change_;
  Descriptor stop_, events_;
  std::string root_name_;
  bool polling_;
  int parent_ = -1;
  std::map<int, std::string> folders_;
  std::set<std::string> touched_;
  std::optional<Moment> first_change_;
  Moment last_look_{};
  bool quiet_ = false;
  int again_ = 0;       ///< looks in a row because of half-written files
  std::thread thread_;  ///< last: everything else is ready when it starts
};

Watcher::Watcher(std::string root, OnChange on_change, bool allow_inotify)
    : worker_(std::make_unique<Worker>(std::move(root), std::move(on_change), allow_inotify)) {}

Watcher::~Watcher() = default;

}  // namespace allybot::library
