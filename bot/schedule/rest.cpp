#include "bot/schedule/rest.h"

#include <cstdio>

#include "bot/core/text.h"
#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

constexpr std::string_view kHolidays = "holidays", kDaysOff = "days-off";

int minute_of(const LocalTime& time) { return time.hour * 60 + time.minute; }

/// "20:00" in minutes.
std::optional<int> read_minute(std::string_view text) {
  std::int64_t hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':' || !parse_number(text.substr(0, 2), hour) || !parse_number(text.substr(3), minute))
    return std::nullopt;
  if (hour > 23 || minute > 59) return std::nullopt;
  return static_cast<int>(hour * 60 + minute);
}

}  // namespace

Result<OnDayOff> OnDayOff::read(std::string_view text) {
  if (text.empty()) return OnDayOff{};
  const auto words = split(text, ' ');
  if (words.size() == 2 && (words[1] == kHolidays || words[1] == kDaysOff)) {
    const bool weekends = words[1] == kDaysOff;
    if (words[0] == "skip") return OnDayOff{Then::Skip, weekends};
    if (words[0] == "before") return OnDayOff{Then::Before, weekends};
    if (words[0] == "after") return OnDayOff{Then::After, weekends};
  }
  return fail(Code::Invalid, "not a rule for days off");
}

std::string OnDayOff::str() const {
  std::string text;
  switch (then) {
    case Then::Post: return text;
    case Then::Skip: text = "skip "; break;
    case Then::Before: text = "before "; break;
    case Then::After: text = "after "; break;
  }
  return text.append(weekends ? kDaysOff : kHolidays);
}

Result<Late> read_late(std::string_view text) {
  if (text.empty()) return Late::Grace;
  if (text == "once") return Late::Once;
  if (text == "never") return Late::Never;
  return fail(Code::Invalid, "not a rule for what was missed");
}

bool QuietHours::holds(const LocalTime& time) const {
  const int minute = minute_of(time);
  if (begin <= end) return begin <= minute && minute < end;
  return begin <= minute || minute < end;
}

LocalTime QuietHours::end_after(const LocalTime& time) const {
  const bool tomorrow = begin > end && begin <= minute_of(time);
  return {tomorrow ? plus_days(time.date, 1) : time.date, end / 60, end % 60};
}

std::string QuietHours::str() const {
  if (!any()) return {};
  char text[64];
  std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", begin / 60, begin % 60, end / 60, end % 60);
  return text;
}

Result<QuietHours> QuietHours::read(std::string_view text) {
  if (text.empty()) return QuietHours{};
  const auto parts = split(text, '-');
  const auto begin = read_minute(parts[0]), end = parts.size() == 2 ? read_minute(parts[1]) : std::nullopt;
  if (begin && end && *begin != *end) return QuietHours{*begin, *end};
  return fail(Code::Invalid, "not quiet hours");
}

Result<std::vector<DateSpan>> read_spans(std::string_view text) {
  std::vector<DateSpan> spans;
  if (text.empty()) return spans;
  for (const std::string_view part : split(text, ' ')) {
    const auto ends = split(part, '/');
    const auto first = LocalDate::read(ends[0]);
    const auto last = ends.size() == 2 ? LocalDate::read(ends[1]) : fail(Code::Invalid, "a span has two ends");
    if (!first || !last || *last < *first) return fail(Code::Invalid, "not spans of dates");
    spans.push_back({*first, *last});
  }
  return spans;
}

std::string to_text(const std::vector<DateSpan>& spans) {
  std::vector<std::string> parts;
  for (const DateSpan& span : spans) parts.push_back(span.first.str() + '/' + span.last.str());
  return join(parts, " ");
}

}  // namespace allybot::schedule
