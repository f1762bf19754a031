// What a query lets through: dates, audience and region, for entries of a pick index and for items.
// Must never look at chance or at what was seen: that is pick.cpp's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/pick.h"
#include "bot/library/pick_index.h"

namespace allybot::library {

inline bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Whether it has one of the topics, or none was asked for.
bool has_any_topic(const Item& item, const std::vector<std::string>& topics);
/// `region` as region_of() makes it; empty: unknown.
bool region_allows(const Item& item, std::string_view region);
/// "us-CA" is US, UK is GB.
std::string region_of(std::string_view text);
/// Days since 1970.
std::int32_t day_of(TimePoint now);

/// A query made ready for comparing entries.
class Filter {
 public:
  explicit Filter(const PickQuery& query)
      : today_(day_of(query.now)), region_(region_of(query.region)), not_this_(query.not_this) {
    everyone_ = audience_bit("everyone");
    asked_ = audience_bit(query.audience);
  }

  std::int32_t today() const { return today_; }
  /// Items for whoever is asking: everyone's, and those of the audience that was given.
  bool fits(const PickEntry& entry) const {
    if (!may(entry) || (entry.audiences & (everyone_ | asked_)) == 0) return false;
    return !(entry.regional && region_.empty());
  }
  /// Items that may be shown when nothing fits: of special audiences to somebody unknown, of a region to somewhere unknown.
  bool may(const PickEntry& entry) const {
    if (today_ < entry.first_day || today_ >= entry.end_day) return false;
    const bool audience_known = asked_ != 0 && asked_ != everyone_;
    if (audience_known && (entry.audiences & (everyone_ | asked_)) == 0) return false;
    return !entry.not_everywhere || region_allows(*entry.item, region_);
  }
  bool is_not_wanted(const PickEntry& entry) const { return !not_this_.empty() && entry.item->id == not_this_; }

 private:
  std::int32_t today_;
  std::string region_;
  const ItemId& not_this_;
  std::uint8_t everyone_ = 0, asked_ = 0;
};

}  // namespace allybot::library
