#include "bot/library/pick_filter.h"

namespace allybot::library {

std::int32_t day_of(TimePoint now) {
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(now).time_since_epoch().count());
}

std::string region_of(std::string_view text) {
  std::string region(text.substr(0, text.find('-')));
  for (char& c : region)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return region == "UK" ? "GB" : region;
}

bool region_allows(const Item& item, std::string_view region) {
  if (region.empty()) return true;
  return (item.regions.empty() || contains(item.regions, region)) && !contains(item.not_regions, region);
}

bool has_any_topic(const Item& item, const std::vector<std::string>& topics) {
  return topics.empty() ||
         std::any_of(topics.begin(), topics.end(), [&](const auto& topic) { return contains(item.topics, topic); });
}

bool may_show(const Item& item, const PickQuery& query) {
  if (item.draft) return false;
  const Date today(std::chrono::floor<std::chrono::days>(query.now));
  if (item.publish && today < *item.publish) return false;
  if (item.expire && today >= *item.expire) return false;
  if (!region_allows(item, region_of(query.region))) return false;
  if (!query.kinds.empty() && !contains(query.kinds, item.kind)) return false;
  if (!has_any_topic(item, query.topics)) return false;
  if (query.audience.empty() || query.audience == "everyone" || audience_bit(query.audience) == 0) return true;
  return contains(item.audience, "everyone") || contains(item.audience, query.audience);
}

}  // namespace allybot::library
