#include "bot/schedule/simulate.h"

#include <algorithm>
#include <cstdio>

#include "bot/core/text.h"
#include "bot/schedule/ical.h"
#include "bot/schedule/spread.h"

namespace allybot::schedule {
namespace {

constexpr std::size_t kMostRowsOfAPlan = 100000;
/// What a day off moves: a date of the span may be posted outside of it.
constexpr std::chrono::days kMostShift{16};

std::string as_table(const std::vector<SimulatedRow>& rows) {
  std::string table = "local             utc                   zone                  plan        post  reason         item\n";
  for (const SimulatedRow& row : rows) {
    const Occurrence& one = row.occurrence;
    std::string about = row.item;
    if (!one.note.empty()) about += (about.empty() ? "" : "  ") + one.note;
    if (one.local != one.nominal) about += (about.empty() ? "" : "  ") + ("instead of " + one.nominal.str());
    char line[600];
    std::snprintf(line, sizeof line, "%-16s  %-20s  %-20s  %-10s  %-4s  %-13s  %s", row.occurrence.local.str().c_str(),
                  to_rfc3339(row.occurrence.at).c_str(), row.zone.c_str(), row.plan.str().c_str(),
                  row.occurrence.post ? "yes" : "no", row.occurrence.reason.c_str(), about.c_str());
    table += trim(line);
    table += '\n';
  }
  return table;
}

std::string as_json(const std::vector<SimulatedRow>& rows) {
  std::string json = "[";
  for (const SimulatedRow& row : rows) {
    if (json.size() > 1) json += ',';
    json += "\n{\"utc\":" + json_quoted(to_rfc3339(row.occurrence.at)) + ",\"local\":" + json_quoted(row.occurrence.local.str()) +
            ",\"nominal\":" + json_quoted(row.occurrence.nominal.str()) + ",\"zone\":" + json_quoted(row.zone) +
            ",\"plan\":" + json_quoted(row.plan.str()) + ",\"item\":" + json_quoted(row.item) +
            ",\"post\":" + (row.occurrence.post ? "true" : "false") + ",\"reason\":" + json_quoted(row.occurrence.reason) +
            (row.occurrence.note.empty() ? std::string() : ",\"note\":" + json_quoted(row.occurrence.note)) + "}";
  }
  return json + "\n]\n";
}

std::string as_ics(const std::vector<SimulatedRow>& rows) {
  std::vector<CalendarEvent> events;
  for (const SimulatedRow& row : rows)
    if (row.occurrence.post)
      events.push_back(
          {row.key, row.occurrence.at, "Allybot nudge, plan " + row.plan.str() + (row.item.empty() ? "" : ": " + row.item), {}});
  return to_ics(events, "simulate", {}, std::nullopt);
}

}  // namespace

Result<std::vector<SimulatedRow>> simulate(const std::vector<store::Plan>& plans, const LocalDate& from, const LocalDate& to,
                                           const DaysOff& days) {
  std::vector<SimulatedRow> rows;
  if (to < from) return fail(Code::Invalid, "The span ends before it begins: --to must be after --from.");
  for (const store::Plan& plan : plans) {
    const auto zone = Zone::load(plan.zone);
    if (!zone) return tl::unexpected(zone.error());
    const TimePoint after = zone->moment({from, 0, 0}).at - milliseconds(1), before = zone->moment({to, 0, 0}).at + kSpread;
    auto all = occurrences(plan, after - kMostShift, before + kMostShift, kMostRowsOfAPlan, days);
    if (!all) return tl::unexpected(all.error());
    for (Occurrence& one : *all) {
      // Where a zone skipped midnight, the moments of the two ends are not those of the dates.
      if (one.nominal.date < from || !(one.nominal.date < to)) continue;
      std::string key = one.key(plan);
      rows.push_back(SimulatedRow{std::move(one), plan.zone, plan.id, {}, std::move(key)});
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SimulatedRow& a, const SimulatedRow& b) { return a.occurrence.at < b.occurrence.at; });
  return rows;
}

Result<std::string> format_rows(const std::vector<SimulatedRow>& rows, const std::string& format) {
  if (format == "table") return as_table(rows);
  if (format == "json") return as_json(rows);
  if (format == "ics") return as_ics(rows);
  return fail(Code::Invalid, "There is no format \"" + printable(format) + "\"; choose table, json or ics.");
}

}  // namespace allybot::schedule
