// How a language writes dates, times and lists, and which form of a sentence a count takes.
// Must never be asked of by hand elsewhere: this is the one place that knows ICU.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace allybot::library {

/// "one", "few", "many" or "other", as the language's plural rules say.
std::string plural_form(std::string_view language, std::int64_t count);
/// "Tue 3 Mar 2026" in English; in German with a full stop after weekday and day.
std::string written_date(std::string_view language, std::chrono::year_month_day date);
/// The same with the time of day: "Tue 3 Mar 2026, 10:00".
std::string written_moment(std::string_view language, std::chrono::year_month_day date, int minute_of_day);
/// The date alone, without its weekday. English writes it as people type it, "2026-03-03".
std::string written_day(std::string_view language, std::chrono::year_month_day date);
/// "tips, myths and stories"
std::string written_list(std::string_view language, const std::vector<std::string>& parts);

}  // namespace allybot::library
