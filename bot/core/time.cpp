#include "bot/core/time.h"

#include <cstdio>
#include <ctime>

namespace allybot {

TimePoint SystemClock::now() const { return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()); }

milliseconds SystemClock::uptime() const {
  timespec since_boot{};
#ifdef CLOCK_BOOTTIME
  constexpr clockid_t kClock = CLOCK_BOOTTIME;
#else
  constexpr clockid_t kClock = CLOCK_MONOTONIC;
#endif
  if (::clock_gettime(kClock, &since_boot) != 0) return now().time_since_epoch();
  return milliseconds(since_boot.tv_sec * 1000 + since_boot.tv_nsec / 1'000'000);
}

std::string to_rfc3339(TimePoint moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<seconds>(moment - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return text;
}

namespace {

/// Reads exactly `count` digits at `at`; -1 when there are others.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

Result<TimePoint> from_rfc3339(std::string_view text) {
  const auto refused = [] { return fail(Code::Invalid, "not a date or a time in UTC", "Write a date like 2026-03-29."); };
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || year < 0 || month < 0 || day < 0) return refused();
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return refused();
  TimePoint moment = std::chrono::sys_days(date);
  if (text.size() == 10) return moment;
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const bool shaped = text.size() == 20 && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z';
  if (!shaped || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return refused();
  return moment + std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

}  // namespace allybot
