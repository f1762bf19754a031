#include "bot/library/holidays.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "bot/core/text.h"
#include "bot/library/table_reading.h"

namespace allybot::library {
namespace {

constexpr std::string_view kWeekend = "weekend", kTakenAway = "-";

struct Day {
  int year, month, day;
};

std::chrono::sys_days days_of(const Day& date) {
  return std::chrono::sys_days(std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
                               std::chrono::day(static_cast<unsigned>(date.day)));
}

/// Western Easter by the anonymous Gregorian rule.
std::chrono::sys_days easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int count = h + l - 7 * m + 114;
  return days_of({year, count / 31, count % 31 + 1});
}

/// "0501", "E-2", "20260903": whether the word means the day.
bool means(std::string_view word, const Day& day) {
  std::int64_t number = 0;
  if (word.size() > 2 && word[0] == 'E') {
    if (!parse_number(word.substr(2), number)) return false;
    const auto shift = std::chrono::days(word[1] == '-' ? -number : number);
    return easter(day.year) + shift == days_of(day);
  }
  if (!parse_number(word, number)) return false;
  const std::int64_t in_year = day.month * 100 + day.day;
  return number == (word.size() == 4 ? in_year : day.year * std::int64_t{10000} + in_year);
}

/// Calls `on(name, dates)` for each line of a region until it says true.
template <class On>
bool any_line(std::string_view lines, On&& on) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto first = line.find('\t'), second = line.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    if (on(line.substr(first + 1, second - first - 1), line.substr(second + 1))) return true;
  }
  return false;
}

bool any_means(std::string_view words, const Day& day) {
  const auto all = split(words, ' ');
  return std::any_of(all.begin(), all.end(), [&](std::string_view word) { return means(word, day); });
}

std::string name_in(std::string_view lines, const Day& day) {
  std::string found;
  any_line(lines, [&](std::string_view name, std::string_view words) {
    if (name == kWeekend || name == kTakenAway || !any_means(words, day)) return false;
    found = name;
    return true;
  });
  return found;
}

bool is_region(std::string_view text) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() < 2 || !letter(text[0]) || !letter(text[1])) return false;
  if (text.size() == 2) return true;
  return text[2] == '-' && text.size() > 3 && text.size() <= 10 &&
         std::all_of(text.begin() + 3, text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_for(const OwnHoliday& own, std::string_view region) {
  return own.regions.empty() || std::any_of(own.regions.begin(), own.regions.end(), [&](const std::string& one) {
           return region == one || (one.size() == 2 && region.substr(0, 2) == one && region.substr(2, 1) == "-");
         });
}

/// "12-24" or "2026-12-24".
bool read_own_date(const YamlValue& value, OwnHoliday& into) {
  const std::string whole = value.text.size() == 5 ? "2024-" + value.text : value.text;  // a leap year
  const auto day = value.is_text() ? read_day(whole) : std::nullopt;
  if (!day) return false;
  std::int64_t year = 0, month = 0, in_month = 0;
  parse_number(whole.substr(0, 4), year);
  parse_number(whole.substr(5, 2), month);
  parse_number(whole.substr(8, 2), in_month);
  if (value.text.size() != 5) into.year = static_cast<int>(year);
  into.month = static_cast<int>(month);
  into.day = static_cast<int>(in_month);
  return true;
}

}  // namespace

Table<OwnHoliday> read_own_holidays(const SourceText& source) {
  return read_rows<OwnHoliday>(source, "", [](const YamlValue& value, FieldReader& reader) {
    OwnHoliday row;
    read_row(value, "a holiday",
             {{"date", true,
               [&](std::string_view, const YamlValue& date) {
                 if (!read_own_date(date, row))
                   reader.error(date.offset, "date", "There is no such date.", "Write 2026-12-24, or 12-24 for every year.");
               }},
              {"name", true,
               [&](std::string_view key, const YamlValue& name) {
                 if (auto text = reader.text(key, name, 100)) row.name = std::move(*text);
               }},
              {"regions", false,
               [&](std::string_view key, const YamlValue& regions) {
                 row.regions = reader.list(key, regions, 100);
                 for (const std::string& region : row.regions)
                   if (!is_region(region))
                     reader.error(regions.offset, "region", "\"" + printable(cut_code_points(region, 20)) + "\" is no region.",
                                  "Write ISO 3166 codes such as DE or DE-BE.");
               }},
              {"working", false,
               [&](std::string_view key, const YamlValue& flag) { row.working = reader.flag(key, flag).value_or(false); }}},
             reader);
    return row;
  });
}

Table<PublicHolidays> read_public_holidays(const SourceText& source) {
  Table<PublicHolidays> table;
  PublicHolidays made;
  made.text = std::make_shared<const std::string>(source.text());
  const std::string_view text = *made.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (!line.empty() && line[0] != '#') {
      const std::string_view region = line.substr(0, line.find('\t'));
      if (!is_region(region) || split(line, '\t').size() != 3) {
        table.findings.push_back(source.error(at, "line", "This is no line of public holidays.",
                                              "Write the file anew with tests/holidays/generate.mjs."));
        return table;
      }
      const auto known = made.regions.try_emplace(std::string(region), at, at).first;
      known->second.second = std::min(end + 1, text.size());
    }
    at = end + 1;
  }
  table.readable = true;
  table.rows.push_back(std::move(made));
  return table;
}

std::string_view Holidays::lines_of(std::string_view region) const {
  const auto found = public_.regions.find(region);
  if (found == public_.regions.end()) return {};
  return std::string_view(*public_.text).substr(found->second.first, found->second.second - found->second.first);
}

bool Holidays::is_weekend(std::string_view region, int weekday) const {
  std::string_view digits = "67";
  any_line(lines_of(region.substr(0, 2)), [&](std::string_view name, std::string_view words) {
    if (name == kWeekend) digits = words;
    return name == kWeekend;
  });
  return digits.find(static_cast<char>('0' + weekday)) != std::string_view::npos;
}

std::string Holidays::name_of(std::string_view region, int year, int month, int day) const {
  const Day date{year, month, day};
  for (const OwnHoliday& own : own_) {
    const bool then = own.month == month && own.day == day && (!own.year || *own.year == year);
    if (then && is_for(own, region)) return own.working ? std::string() : own.name;
  }
  if (region.size() < 2) return {};
  const bool part = region.size() > 2;
  if (part) {
    const std::string_view here = lines_of(region);
    if (std::string name = name_in(here, date); !name.empty()) return name;
    const bool away = any_line(
        here, [&](std::string_view name, std::string_view words) { return name == kTakenAway && any_means(words, date); });
    if (away) return {};
  }
  return name_in(lines_of(region.substr(0, 2)), date);
}

bool Holidays::knows_holidays(std::string_view region) const {
  return any_line(lines_of(region.substr(0, 2)), [](std::string_view name, std::string_view) { return name != kWeekend; });
}

std::string Holidays::revision() const {
  std::string all = public_.text ? *public_.text : std::string();
  for (const OwnHoliday& one : own_)
    all += '\n' + one.name + ' ' + std::to_string(one.year.value_or(0)) + '-' + std::to_string(one.month) + '-' +
           std::to_string(one.day) + ' ' + join(one.regions, ",") + (one.working ? " working" : "");
  char text[20];
  std::snprintf(text, sizeof text, "%016zx", std::hash<std::string>()(all));
  return text;
}

}  // namespace allybot::library
