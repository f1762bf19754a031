#include "handlers/almanac.h"

#include <algorithm>

#include "bot/library/holidays.h"
#include "bot/library/tables.h"

namespace allybot::handlers {

bool LibraryAlmanac::is_weekend(const std::string& region, int weekday) const {
  return library_.holidays().is_weekend(region_or_ours(region), weekday);
}

std::string LibraryAlmanac::holiday(const std::string& region, const schedule::LocalDate& date) const {
  return library_.holidays().name_of(region_or_ours(region), date.year, date.month, date.day);
}

std::optional<int> LibraryAlmanac::steps_left(const store::Plan& plan) const {
  const library::Series* series = plan.series.empty() ? nullptr : library_.series(plan.series);
  if (series == nullptr) return std::nullopt;
  int left = 0;
  for (std::size_t at = static_cast<std::size_t>(std::max(plan.step, 0)); at < series->steps.size(); ++at)
    if (library_.find(series->steps[at].item, library::kFallbackLanguage) != nullptr) ++left;
  return left;
}

bool LibraryAlmanac::observes(const store::Plan& plan, const schedule::LocalDate& date) const {
  return kept(plan, date).has_value();
}

std::optional<KeptDay> LibraryAlmanac::kept(const store::Plan& plan, const schedule::LocalDate& date) const {
  return days_.kept(plan, region_or_ours(plan.surroundings.region), date);
}

std::vector<int> workdays_of(const library::Library& library, const std::string& region) {
  std::vector<int> days;
  for (int day = 1; day <= 7; ++day)
    if (!library.holidays().is_weekend(region, day)) days.push_back(day);
  return days;
}

}  // namespace allybot::handlers
