#include <atomic>
#include <thread>

#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/library/loader.h"
#include "bot/library/snapshot.h"
#include "bot/library/watcher.h"

namespace allybot::library {
namespace {

class FolderHolder final : public Holder {
 public:
  explicit FolderHolder(const std::string& root) : root_(root), loader_(root) {}
  ~FolderHolder() override { watcher_.reset(); }

  std::shared_ptr<const Library> current() const override {
    const Lock lock(mutex_);
    return current_;
  }

  Result<void> reload() override { return reload_touched({}); }

  void watch(std::function<void(const Library&)> changed, const std::string& language) override {
    if (watcher_) return;
    watcher_ = std::make_unique<Watcher>(root_, [this, changed = std::move(changed),
                                                 language](const std::set<std::string>& touched) {
      const auto before = current();
      const auto reloaded = reload_touched(touched);
      if (!reloaded)
        log::warning("content_not_reloaded", {{"code", name_of(reloaded.error().code)}, {"reason", reloaded.error().for_log}});
      const auto now = current();
      if (reloaded && now != before && changed) changed(*now);
      now->make_search_ready(language);
      const Lock lock(loading_);
      return Watched{loader_.folders(), loader_.unfinished()};
    });
  }

 private:
  Result<void> reload_touched(const std::set<std::string>& touched) {
    const Lock lock(loading_);
    auto content = loader_.load(touched);
    if (!content) return tl::unexpected(content.error());
    if (!*content) return {};
    std::shared_ptr<const Library> made = make_snapshot(std::move(**content));
    // At start the first answers do not wait for the search index; later the snapshot before serves until it is there.
    if (const auto before = current(); before)
      for (const std::string& language : before->searched()) made->make_search_ready(language);
    const auto live = made->live();
    const auto quarantined = made->quarantined().size();
    const auto revision = made->revision();
    {
      const Lock swap(mutex_);
      current_.swap(made);
    }
    log::info("content_loaded", {{"live", live}, {"quarantined", quarantined}, {"revision", revision}});
    return {};  // the snapshot before goes here, outside the lock, when nobody reads it any more
  }

  std::string root_;
  Mutex loading_;
  Loader loader_ BOT_GUARDED_BY(loading_);
  mutable Mutex mutex_;
  std::shared_ptr<const Library> current_ BOT_GUARDED_BY(mutex_);
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace

Result<std::unique_ptr<Holder>> open_library(const std::string& root, const Clock&) {
  auto holder = std::make_unique<FolderHolder>(root);
  if (auto loaded = holder->reload(); !loaded) return tl::unexpected(loaded.error());
  return std::unique_ptr<Holder>(std::move(holder));
}

}  // namespace allybot::library
