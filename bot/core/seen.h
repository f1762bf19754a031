// What one reader has seen: items, each with the moment it was last seen. A small sorted array instead of a hash map, for
// thousands of readers are kept at once and a copy is made for every change.
// Must never be changed once another thread can see it: noted() makes the next version.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "bot/core/id.h"
#include "bot/core/time.h"

namespace allybot {

/// One copy of each item id, shared by the histories of all readers. Any thread may call it.
class ItemNames {
 public:
  ItemNames();
  ~ItemNames();
  /// Valid as long as this object.
  const ItemId* keep(const ItemId& item);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Looks like a map of ItemId to TimePoint, in no order that means anything.
class SeenItems {
  /// Sixteen bytes each: sixteen bits of the item's hash above 48 bits of milliseconds, which last for four thousand years.
  struct Entry {
    std::uint64_t hash_and_moment;
    const ItemId* item;
    std::uint64_t hash() const { return hash_and_moment >> kMomentBits; }
    TimePoint at() const {
      return TimePoint(milliseconds(static_cast<std::int64_t>(hash_and_moment << (64U - kMomentBits)) >> (64U - kMomentBits)));
    }
  };
  static constexpr unsigned kMomentBits = 48;

 public:
  using Row = std::pair<const ItemId&, TimePoint>;
  class const_iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using reference = Row;
    struct pointer {
      Row row;
      const Row* operator->() const { return &row; }
    };
    Row operator*() const { return {*at_->item, at_->at()}; }
    pointer operator->() const { return {**this}; }
    const_iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const const_iterator&, const const_iterator&) = default;

   private:
    friend class SeenItems;
    explicit const_iterator(const Entry* at) : at_(at) {}
    const Entry* at_;
  };

  SeenItems() = default;
  SeenItems(std::initializer_list<std::pair<ItemId, TimePoint>> rows);
  explicit SeenItems(std::shared_ptr<ItemNames> names) : names_(std::move(names)) {}

  const_iterator begin() const { return const_iterator(entries_.data()); }
  const_iterator end() const { return const_iterator(entries_.data() + entries_.size()); }
  const_iterator find(const ItemId& item) const;
  bool contains(const ItemId& item) const { return find(item) != end(); }
  std::size_t count(const ItemId& item) const { return contains(item) ? 1 : 0; }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

  /// Seen at `at`, unless it was seen later than that.
  void note(const ItemId& item, TimePoint at);
  /// The history with that one more; this one stays as it is.
  SeenItems noted(const ItemId& item, TimePoint at) const;
  void reserve(std::size_t size) { entries_.reserve(size); }

 private:
  std::size_t place_of(const ItemId& item, std::uint64_t hash) const;
  bool is_at(std::size_t place, const ItemId& item, std::uint64_t hash) const;
  const ItemId* keep(const ItemId& item);

  std::shared_ptr<ItemNames> names_;
  std::vector<Entry> entries_;  ///< by hash, then by item
};

}  // namespace allybot
