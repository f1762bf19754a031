// Serialised payloads with holes: a card is built once for each item, and then only the signed button values are patched in.
// Must never be asked to escape: what goes into a hole has to be safe where it stands, as button values are.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bot/core/mutex.h"

namespace allybot::platforms {

/// Text that stands for hole number `index` while a payload is built. It holds a random mark of this run of the program, so
/// that no content can imitate it. Letters and digits only: every serialiser leaves it as it is.
std::string hole(std::size_t index);

class Template {
 public:
  /// Finds the holes in what was serialised.
  explicit Template(std::string_view serialised);

  std::size_t holes() const { return holes_.size(); }
  std::size_t bytes() const { return text_.size(); }
  /// Appends the text with values[index] in each hole; a hole without a value is left empty.
  void append_to(std::string& into, std::span<const std::string> values) const;
  std::string filled(std::span<const std::string> values) const;

 private:
  struct Hole {
    std::size_t at;
    std::size_t index;
  };
  std::string text_;
  std::vector<Hole> holes_;
};

/// The templates used last, within a bound in bytes. Any thread may call it; two threads that miss at once both build.
class RenderCache {
 public:
  explicit RenderCache(std::size_t most_bytes = 4U << 20U) : most_bytes_(most_bytes) {}

  /// The template under `key`, made by `build` (which returns the serialised text with holes) when it is not there.
  /// An empty key is never kept.
  std::shared_ptr<const Template> get(std::string_view key, const std::function<std::string()>& build);

  std::size_t entries() const;
  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Template> made;
  };
  using Order = std::list<Entry>;

  static std::size_t cost(const Entry& entry) { return entry.key.size() + entry.made->bytes() + 256; }
  void keep(std::string_view key, const std::shared_ptr<const Template>& made);

  const std::size_t most_bytes_;
  mutable Mutex mutex_;
  Order order_ BOT_GUARDED_BY(mutex_);  ///< used last first
  std::unordered_map<std::string_view, Order::iterator> by_key_ BOT_GUARDED_BY(mutex_);
  std::size_t bytes_ BOT_GUARDED_BY(mutex_) = 0;
};

}  // namespace allybot::platforms
