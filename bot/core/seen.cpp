#include "bot/core/seen.h"

#include <algorithm>
#include <unordered_set>

#include "bot/core/mutex.h"

namespace allybot {
namespace {

std::uint64_t hash_of(const ItemId& item) { return std::hash<ItemId>{}(item) >> 48U; }

}  // namespace

struct ItemNames::State {
  Mutex mutex;
  std::unordered_set<ItemId> names BOT_GUARDED_BY(mutex);  // its nodes never move
};

ItemNames::ItemNames() : state_(std::make_unique<State>()) {}
ItemNames::~ItemNames() = default;

const ItemId* ItemNames::keep(const ItemId& item) {
  const Lock lock(state_->mutex);
  return &*state_->names.insert(item).first;
}

SeenItems::SeenItems(std::initializer_list<std::pair<ItemId, TimePoint>> rows) {
  for (const auto& [item, at] : rows) note(item, at);
}

std::size_t SeenItems::place_of(const ItemId& item, std::uint64_t hash) const {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), hash, [&item](const Entry& entry, std::uint64_t wanted) {
    return entry.hash() != wanted ? entry.hash() < wanted : *entry.item < item;
  });
  return static_cast<std::size_t>(place - entries_.begin());
}

bool SeenItems::is_at(std::size_t place, const ItemId& item, std::uint64_t hash) const {
  return place < entries_.size() && entries_[place].hash() == hash && *entries_[place].item == item;
}

const ItemId* SeenItems::keep(const ItemId& item) {
  if (!names_) names_ = std::make_shared<ItemNames>();
  return names_->keep(item);
}

SeenItems::const_iterator SeenItems::find(const ItemId& item) const {
  const std::uint64_t hash = hash_of(item);
  const std::size_t place = place_of(item, hash);
  return is_at(place, item, hash) ? const_iterator(entries_.data() + place) : end();
}

void SeenItems::note(const ItemId& item, TimePoint at) {
  const std::uint64_t hash = hash_of(item);
  const std::size_t place = place_of(item, hash);
  const bool known = is_at(place, item, hash);
  if (known) at = std::max(entries_[place].at(), at);
  constexpr std::uint64_t kMoment = (std::uint64_t{1} << kMomentBits) - 1;
  const std::uint64_t packed = (hash << kMomentBits) | (static_cast<std::uint64_t>(at.time_since_epoch().count()) & kMoment);
  if (known)
    entries_[place].hash_and_moment = packed;
  else
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(place), Entry{packed, keep(item)});
}

SeenItems SeenItems::noted(const ItemId& item, TimePoint at) const {
  SeenItems next(names_);
  next.entries_.reserve(entries_.size() + 1);
  next.entries_ = entries_;
  next.note(item, at);
  return next;
}

}  // namespace allybot
