// The live items of one language, laid out so that choosing one looks at a few bytes each.
// Must never own an item: it is part of the snapshot that does.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bot/library/item.h"

namespace allybot::library {

/// What a draw asks of an item before it looks at the item itself.
struct PickEntry {
  const Item* item = nullptr;
  std::int32_t first_day = 0;   ///< days since 1970: shown from here ...
  std::int32_t end_day = 0;     ///< ... until the day before this one
  std::int32_t review_day = 0;  ///< leaves rotation after this day
  std::uint16_t main_topic = 0;
  std::uint8_t audiences = 0;   ///< a bit for each of kAudiences
  std::uint8_t barriers = 0;    ///< a bit for each of kBarriers
  bool regional = false;        ///< has regions
  bool not_everywhere = false;  ///< has regions or not_regions: look at the item
};

class PickIndex {
 public:
  /// No drafts among `items`.
  explicit PickIndex(const std::vector<const Item*>& items);

  /// All entries of a kind; empty for an unknown one.
  const std::vector<PickEntry>& of_kind(std::string_view kind) const;
  /// Those of a kind that have the topic among theirs.
  const std::vector<PickEntry>& of_topic(std::string_view kind, std::string_view topic) const;
  /// Nothing when the item is not in this index.
  const PickEntry* entry(const ItemId& id) const;
  /// Items of this kind whose review_by is before the answer have left rotation on `today`. It is `today` itself while enough
  /// of the kind are left, else the latest day that leaves the floor standing.
  std::int32_t rotation_cut(std::string_view kind, std::int32_t today) const;
  /// The latest `publish` of all, however early or late.
  std::int32_t newest_day() const { return newest_day_; }

 private:
  struct OfKind {
    std::vector<PickEntry> all;
    std::unordered_map<std::string_view, std::vector<PickEntry>> by_topic;
    std::int32_t first_review = 0;  ///< the earliest review day of the kind
  };
  const OfKind* find(std::string_view kind) const;
  std::vector<std::pair<std::string_view, OfKind>> kinds_;
  std::int32_t newest_day_ = std::numeric_limits<std::int32_t>::min();
  std::unordered_map<std::string_view, std::pair<std::uint32_t, std::uint32_t>> places_;  ///< id to kind and entry
};

inline constexpr std::size_t kRotationFloor = 5;

/// The bit of an audience, or 0.
std::uint8_t audience_bit(std::string_view audience);
/// The bit of a barrier, or 0.
std::uint8_t barrier_bit(std::string_view barrier);

}  // namespace allybot::library
