#include "bot/schedule/ical.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::schedule {
namespace {

std::string compact_utc(TimePoint moment) {
  std::string text = to_rfc3339(moment);
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }), text.end());
  return text;
}

/// RFC 5545 3.3.11: commas, semicolons, backslashes and line breaks of a text value; other control characters have no place.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') made += '\\';
    if (c == '\n')
      made += "\\n";
    else if (static_cast<unsigned char>(c) >= 0x20)
      made += c;
  }
  return made;
}

/// RFC 5545 3.1: lines of at most 75 bytes, folded between characters.
void add_line(std::string& calendar, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    const std::string_view part = cut_bytes(line, room);
    calendar.append(part);
    calendar += "\r\n ";
    line.remove_prefix(part.size());
    room = 74;
  }
  calendar.append(line);
  calendar += "\r\n";
}

}  // namespace

std::string to_ics(const std::vector<CalendarEvent>& events, std::string_view product, std::string_view name,
                   std::optional<TimePoint> made_at) {
  std::string calendar;
  add_line(calendar, "BEGIN:VCALENDAR");
  add_line(calendar, "VERSION:2.0");
  add_line(calendar, "PRODID:-//Allybot//" + std::string(product) + "//EN");
  // To subscribe to: what Outlook, Google and Apple each look for. No METHOD: RFC 5546 wants an organizer with it, a person.
  if (!name.empty()) {
    add_line(calendar, "CALSCALE:GREGORIAN");
    add_line(calendar, "X-WR-CALNAME:" + escaped(name));
    add_line(calendar, "X-WR-TIMEZONE:UTC");
    add_line(calendar, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    add_line(calendar, "X-PUBLISHED-TTL:PT1H");
  }
  for (const CalendarEvent& event : events) {
    add_line(calendar, "BEGIN:VEVENT");
    add_line(calendar, "UID:" + escaped(event.uid) + "@allybot");
    add_line(calendar, "DTSTAMP:" + compact_utc(made_at.value_or(event.at)));
    add_line(calendar, "DTSTART:" + compact_utc(event.at));
    add_line(calendar, "DURATION:PT15M");
    add_line(calendar, "SUMMARY:" + escaped(event.summary));
    if (!event.description.empty()) add_line(calendar, "DESCRIPTION:" + escaped(event.description));
    if (event.cancelled) add_line(calendar, "STATUS:CANCELLED");
    add_line(calendar, "TRANSP:TRANSPARENT");
    add_line(calendar, "END:VEVENT");
  }
  add_line(calendar, "END:VCALENDAR");
  return calendar;
}

}  // namespace allybot::schedule
