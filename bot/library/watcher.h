// Tells when something below a folder changed, once it has been quiet for a moment.
// Must never read the files themselves, nor hold a lock while it waits.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace allybot::library {

/// What the reader of a change wants next.
struct Watched {
  std::vector<std::string> folders;  ///< to be watched from now on
  bool look_again = false;           ///< something was caught half-written: come back soon without being told
};

class Watcher {
 public:
  /// Called on the watcher's own thread, first at once: with the files that were touched, or none when that is not known.
  using OnChange = std::function<Watched(const std::set<std::string>& touched)>;

  /// `allow_inotify` false: polling from the start, for tests and for file systems that tell nothing.
  Watcher(std::string root, OnChange on_change, bool allow_inotify = true);
  ~Watcher();  ///< stops and joins
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace allybot::library
