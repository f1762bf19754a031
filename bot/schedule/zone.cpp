#include "bot/schedule/zone.h"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "bot/core/text.h"
#include "bot/schedule/calendar.h"
#include "bot/schedule/zone_database.h"
#include "bot/schedule/zone_names.h"

namespace allybot::schedule {
namespace {

/// Reads exactly `count` digits at `at`; -1 when there are others.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  std::int64_t value = -1;
  if (at + count > text.size() || !parse_number(text.substr(at, count), value)) return -1;
  return static_cast<int>(value);
}

/// Only names as the database writes them reach cctz, which would take paths, "libc:localtime" and fixed offsets as well.
bool looks_like_a_zone(std::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] < 'A' || name[0] > 'Z' || name == "Factory") return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '+' ||
           c == '-';
  });
}

/// cctz reads each name once and keeps it for good; after an update another name for the same file makes it read again.
std::string name_for_cctz(std::string_view name) {
  const int generation = zone_database_generation();
  if (generation == 0 || name == "UTC") return std::string(name);
  std::string path = zone_database_root() + '/';
  for (int i = 0; i < generation; ++i) path += "./";
  return path.append(name);
}

tl::unexpected<Error> unknown_zone(std::string_view words) {
  std::string member = "I do not know the time zone \"" + cut_code_points(printable(words), 40) + "\".";
  const auto near = zones_near(words, 3);
  if (!near.empty()) member += " Did you mean " + join(near, ", ") + "?";
  member += " Write one like Europe/Berlin, or a big city near you.";
  return fail(Code::Invalid, "no such time zone", std::move(member));
}

const cctz::time_zone& as_zone(const std::shared_ptr<const void>& zone) {
  return *static_cast<const cctz::time_zone*>(zone.get());
}

TimePoint at_second(const cctz::time_point<cctz::seconds>& moment) {
  return TimePoint(std::chrono::duration_cast<milliseconds>(moment.time_since_epoch()));
}

cctz::civil_second civil(const LocalTime& local) {
  return cctz::civil_second(local.date.year, local.date.month, local.date.day, local.hour, local.minute, 0);
}

}  // namespace

std::string LocalDate::str() const {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  return text;
}

Result<LocalDate> LocalDate::read(std::string_view text) {
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (text.size() == 10 && text[4] == '-' && text[7] == '-')
    if (const auto date = checked_date(year, month, day)) return *date;
  return fail(Code::Invalid, "not a local date", "Write a date like 2026-03-29.");
}

std::string LocalTime::str() const {
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d", date.year, date.month, date.day, hour, minute);
  return text;
}

Result<LocalTime> LocalTime::read(std::string_view text) {
  const auto date = LocalDate::read(text.substr(0, 10));
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2);
  const bool shaped = text.size() == 16 && text[10] == 'T' && text[13] == ':';
  if (!date || !shaped || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return fail(Code::Invalid, "not a local date and time", "Write a date and time like 2026-03-29T10:00.");
  return LocalTime{*date, hour, minute};
}

Result<Zone> Zone::load(std::string_view name) {
  cctz::time_zone zone;
  if (!looks_like_a_zone(name) || !cctz::load_time_zone(name_for_cctz(name), &zone)) return unknown_zone(name);
  Zone loaded;
  loaded.name_ = name;
  loaded.zone_ = std::make_shared<const cctz::time_zone>(zone);
  return loaded;
}

Zone::Moment Zone::moment(const LocalTime& local) const {
  const auto found = as_zone(zone_).lookup(civil(local));
  switch (found.kind) {
    case cctz::time_zone::civil_lookup::UNIQUE: return {at_second(found.pre), Kind::Unique};
    case cctz::time_zone::civil_lookup::SKIPPED: return {at_second(found.trans), Kind::Skipped};
    case cctz::time_zone::civil_lookup::REPEATED: return {at_second(found.pre), Kind::Repeated};
  }
  return {at_second(found.pre), Kind::Unique};
}

LocalTime Zone::local(TimePoint at) const {
  const auto second = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
  const auto shown = as_zone(zone_).lookup(cctz::time_point<cctz::seconds>(cctz::seconds(second.count()))).cs;
  return {{static_cast<int>(shown.year()), shown.month(), shown.day()}, shown.hour(), shown.minute()};
}

bool Zone::has_date(const LocalDate& date) const {
  const auto& zone = as_zone(zone_);
  const auto first = zone.lookup(cctz::civil_second(date.year, date.month, date.day, 0, 0, 0));
  const auto last = zone.lookup(cctz::civil_second(date.year, date.month, date.day, 23, 59, 59));
  // Two different gaps on one date would leave something between them, so the date is missing only when one gap holds it all.
  return first.kind != cctz::time_zone::civil_lookup::SKIPPED || last.kind != cctz::time_zone::civil_lookup::SKIPPED ||
         first.trans != last.trans;
}

Result<std::string> zone_named(std::string_view words) {
  if (auto name = find_zone(words)) return std::move(*name);
  return unknown_zone(words);
}

}  // namespace allybot::schedule
