#include "handlers/days_off.h"

#include "bot/library/holidays.h"

namespace allybot::handlers {

bool LibraryDays::is_weekend(const std::string& region, int weekday) const {
  return library_.holidays().is_weekend(region_or_ours(region), weekday);
}

std::string LibraryDays::holiday(const std::string& region, const schedule::LocalDate& date) const {
  return library_.holidays().name_of(region_or_ours(region), date.year, date.month, date.day);
}

std::vector<int> workdays_of(const library::Library& library, const std::string& region) {
  std::vector<int> days;
  for (int day = 1; day <= 7; ++day)
    if (!library.holidays().is_weekend(region, day)) days.push_back(day);
  return days;
}

}  // namespace allybot::handlers
