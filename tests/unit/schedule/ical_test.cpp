// Calendars, read again by libical: one of two parsers that never saw our code (tests/judges has the other).
#include "bot/schedule/ical.h"

#include <gtest/gtest.h>
#include <libical/ical.h>

#include <memory>

#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

Component parsed(const std::string& text) { return {icalparser_parse_string(text.c_str()), &icalcomponent_free}; }

int count(icalcomponent* calendar, icalcomponent_kind kind) { return icalcomponent_count_components(calendar, kind); }

std::vector<std::size_t> line_lengths(const std::string& text) {
  std::vector<std::size_t> lengths;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    lengths.push_back(end - at);
    if (end == std::string::npos) break;
    at = end + 2;
  }
  return lengths;
}

const std::string kAwkward = "Tips, \"myths\"; about\\over: pay\nnext line " + std::string(60, 'x') +
                             " caf\xC3\xA9 \xF0\x9F\x8E\x89 " + std::string(90, 'y');

TEST(Ical, IsReadAgainByLibicalWithNothingLost) {
  const TimePoint at = utc("2026-03-29T01:00:00Z");
  const Component calendar =
      parsed(to_ics({{"slack/T1/p1@2026-03-29T02:30", at, kAwkward, "weekly"}}, "calendar", "Nudges, all", at));
  ASSERT_NE(calendar, nullptr);
  EXPECT_TRUE(icalrestriction_check(calendar.get()) != 0) << "RFC 5546: what may be published, and how often each property";
  EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0);
  icalcomponent* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(icalcomponent_get_summary(event), kAwkward);
  EXPECT_STREQ(icalcomponent_get_uid(event), "slack/T1/p1@2026-03-29T02:30@allybot");
  const icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
  EXPECT_TRUE(icaltime_is_utc(start) != 0);
  EXPECT_EQ(icaltime_as_timet(start), to_unix_seconds(at));
  EXPECT_EQ(icaltime_as_timet(end) - icaltime_as_timet(start), 15 * 60);
}

TEST(Ical, FoldsLinesBetweenCharactersAndEndsEachAsTheStandardSays) {
  const std::string text = to_ics({{"u", utc("2026-03-29T01:00:00Z"), kAwkward, kAwkward}}, "calendar", kAwkward, std::nullopt);
  EXPECT_EQ(text.substr(text.size() - 2), "\r\n");
  for (const std::size_t length : line_lengths(text)) EXPECT_LE(length, 75U);
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) EXPECT_EQ(text[at - 1], '\r');
  for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at + 1))
    EXPECT_NE(static_cast<unsigned char>(text[at + 3]) & 0xC0U, 0x80U) << "a character was cut in two";
}

TEST(Ical, TakesNoControlCharactersFromATitle) {
  const std::string text =
      to_ics({{"u\r\nX:1", utc("2026-03-29T01:00:00Z"), "a\r\nEND:VCALENDAR\x07", {}}}, "calendar", "n", std::nullopt);
  EXPECT_EQ(text.find("\r\nX:1"), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  const Component calendar = parsed(text);
  ASSERT_NE(calendar, nullptr);
  EXPECT_EQ(count(calendar.get(), ICAL_VEVENT_COMPONENT), 1);
}

TEST(Ical, IsACalendarWithoutEventsToo) {
  const Component calendar = parsed(to_ics({}, "calendar", "Nudges", utc("2026-03-29T01:00:00Z")));
  ASSERT_NE(calendar, nullptr);
  EXPECT_EQ(count(calendar.get(), ICAL_ANY_COMPONENT), 0);
}

}  // namespace
}  // namespace allybot::schedule
