#include "bot/app/preview/shelf.h"

#include <algorithm>

#include "bot/core/log.h"
#include "bot/library/snapshot.h"

namespace allybot::app {

const library::Item* Shelved::at(std::string_view path) const {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item->path == path; });
  return found == items.end() ? nullptr : found->get();
}

Result<void> Shelf::open() {
  if (auto loaded = load({}); !loaded) return loaded;
  watcher_ = std::make_unique<library::Watcher>(root_, [this](const std::set<std::string>& touched) {
    if (const auto loaded = load(touched); !loaded) log::warning("content_not_reloaded", {{"reason", loaded.error().for_log}});
    return library::Watched{loader_.folders(), loader_.unfinished()};
  });
  return {};
}

std::shared_ptr<const Shelved> Shelf::current() const {
  const Lock lock(mutex_);
  return current_;
}

Result<void> Shelf::load(const std::set<std::string>& touched) {
  auto content = loader_.load(touched);
  if (!content) return tl::unexpected(content.error());
  if (!*content) return {};
  const auto before = current();
  Shelved shelved;
  shelved.items = (*content)->items;
  shelved.library = library::make_snapshot(std::move(**content));
  shelved.turn = before ? before->turn + 1 : 1;
  const Lock lock(mutex_);
  current_ = std::make_shared<const Shelved>(std::move(shelved));
  return {};
}

}  // namespace allybot::app
