// The content folder as an author sees it: drafts too, and what is wrong with each file, anew whenever one is saved.
// Must never write to the folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/library/loader.h"
#include "bot/library/watcher.h"

namespace allybot::app {

/// One state of the folder. Immutable.
struct Shelved {
  std::shared_ptr<const library::Library> library;
  std::vector<std::shared_ptr<const library::Item>> items;  ///< by path, drafts among them
  int turn = 0;                                             ///< another number for another state

  const library::Item* at(std::string_view path) const;
};

/// current() may be called by any thread.
class Shelf {
 public:
  explicit Shelf(std::string root) : root_(std::move(root)), loader_(root_) {}
  ~Shelf() { watcher_.reset(); }
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  /// Reads the folder and watches it from then on. NotFound with a sentence when there is nothing to show.
  Result<void> open();
  std::shared_ptr<const Shelved> current() const;

 private:
  Result<void> load(const std::set<std::string>& touched);

  std::string root_;
  library::Loader loader_;  ///< by open(), then by the watching thread alone
  mutable Mutex mutex_;
  std::shared_ptr<const Shelved> current_ BOT_GUARDED_BY(mutex_);
  std::unique_ptr<library::Watcher> watcher_;
};

}  // namespace allybot::app
