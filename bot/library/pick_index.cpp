#include "bot/library/pick_index.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <span>

#include "bot/library/kind.h"

namespace allybot::library {
namespace {

constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::max();

std::int32_t day_of(const std::optional<Date>& date, std::int32_t otherwise) {
  return date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : otherwise;
}

std::uint8_t bit_of(std::span<const std::string_view> words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(1U << static_cast<unsigned>(found - words.begin()));
}

}  // namespace

std::uint8_t audience_bit(std::string_view audience) { return bit_of(kAudiences, audience); }
std::uint8_t barrier_bit(std::string_view barrier) { return bit_of(kBarriers, barrier); }

PickIndex::PickIndex(const std::vector<const Item*>& items) {
  for (const Kind& kind : kinds()) kinds_.emplace_back(kind.name, OfKind{});
  std::unordered_map<std::string_view, std::uint16_t> topic_numbers;
  for (const Item* item : items) {
    const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [&](const auto& one) { return one.first == item->kind; });
    if (kind == kinds_.end()) continue;
    OfKind& of_kind = kind->second;
    PickEntry entry;
    entry.item = item;
    entry.first_day = day_of(item->publish, std::numeric_limits<std::int32_t>::min());
    entry.end_day = day_of(item->expire, kNoDay);
    newest_day_ = std::max(newest_day_, entry.first_day);
    entry.review_day = day_of(item->review_by, kNoDay);
    if (!item->topics.empty()) {
      const auto next = static_cast<std::uint16_t>(topic_numbers.size() + 1);
      entry.main_topic = topic_numbers.try_emplace(item->topics.front(), next).first->second;
    }
    for (const auto& audience : item->audience)
      entry.audiences = static_cast<std::uint8_t>(entry.audiences | audience_bit(audience));
    for (const auto& barrier : item->barrier) entry.barriers = static_cast<std::uint8_t>(entry.barriers | barrier_bit(barrier));
    entry.regional = !item->regions.empty();
    entry.not_everywhere = entry.regional || !item->not_regions.empty();
    places_.try_emplace(item->id.str(), static_cast<std::uint32_t>(kind - kinds_.begin()),
                        static_cast<std::uint32_t>(of_kind.all.size()));
    of_kind.first_review = of_kind.all.empty() ? entry.review_day : std::min(of_kind.first_review, entry.review_day);
    of_kind.all.push_back(entry);
    for (const auto& topic : item->topics) of_kind.by_topic[topic].push_back(entry);
  }
}

const PickIndex::OfKind* PickIndex::find(std::string_view kind) const {
  for (const auto& [name, of_kind] : kinds_)
    if (name == kind) return &of_kind;
  return nullptr;
}

const std::vector<PickEntry>& PickIndex::of_kind(std::string_view kind) const {
  static const std::vector<PickEntry> none;
  const OfKind* found = find(kind);
  return found == nullptr ? none : found->all;
}

const std::vector<PickEntry>& PickIndex::of_topic(std::string_view kind, std::string_view topic) const {
  static const std::vector<PickEntry> none;
  const OfKind* found = find(kind);
  if (found == nullptr) return none;
  const auto entries = found->by_topic.find(topic);
  return entries == found->by_topic.end() ? none : entries->second;
}

const PickEntry* PickIndex::entry(const ItemId& id) const {
  const auto place = places_.find(id.str());
  return place == places_.end() ? nullptr : &kinds_[place->second.first].second.all[place->second.second];
}

std::int32_t PickIndex::rotation_cut(std::string_view kind, std::int32_t today) const {
  const OfKind* found = find(kind);
  if (found == nullptr || found->first_review >= today) return today;
  std::size_t fresh = 0;
  std::vector<std::int32_t> stale;
  for (const PickEntry& entry : found->all) {
    if (entry.first_day > today || entry.end_day <= today) continue;
    if (entry.review_day >= today)
      ++fresh;
    else
      stale.push_back(entry.review_day);
  }
  if (fresh >= kRotationFloor || stale.empty()) return today;
  const auto missing = std::min(kRotationFloor - fresh, stale.size());
  std::nth_element(stale.begin(), stale.begin() + static_cast<std::ptrdiff_t>(missing - 1), stale.end(), std::greater<>());
  return stale[missing - 1];
}

}  // namespace allybot::library
