// Arithmetic on local dates, without any zone.
// Must never know a clock or a wall-clock rule: those are zone.h's.
#pragma once

#include <chrono>
#include <optional>

#include "bot/schedule/zone.h"

namespace allybot::schedule {

/// Days since 1970-01-01 of a valid date, as a point that <chrono> can add to.
inline std::chrono::sys_days days_of(const LocalDate& date) {
  return std::chrono::sys_days(std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
                               std::chrono::day(static_cast<unsigned>(date.day)));
}

inline LocalDate date_of(std::chrono::sys_days days) {
  const std::chrono::year_month_day date(days);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

inline LocalDate plus_days(const LocalDate& date, int days) { return date_of(days_of(date) + std::chrono::days(days)); }

/// 1 is Monday, 7 is Sunday.
inline int weekday_of(const LocalDate& date) { return static_cast<int>(std::chrono::weekday(days_of(date)).iso_encoding()); }

/// The date when there is one (not for 30 February or year 10,000).
inline std::optional<LocalDate> checked_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return LocalDate{year, month, day};
}

inline int last_day_of_month(int year, int month) {
  const std::chrono::year_month_day_last last{std::chrono::year(year),
                                              std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month)))};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

}  // namespace allybot::schedule
