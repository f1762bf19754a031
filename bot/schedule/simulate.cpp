#include "bot/schedule/simulate.h"

#include <algorithm>
#include <cstdio>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/ical.h"
#include "bot/schedule/spread.h"

namespace allybot::schedule {
namespace {

/// What a day off moves: a date of the span may be posted outside of it.
constexpr std::chrono::days kMostShift{16};

std::string as_table(const std::vector<SimulatedRow>& rows) {
  bool many = false;  // channels: then each row says which
  int zone = 20, plan = 10;
  for (const SimulatedRow& row : rows) {
    many = many || row.channel != rows.front().channel;
    zone = std::max(zone, static_cast<int>(row.zone.size()));
    plan = std::max(plan, static_cast<int>(row.plan.str().size()));
  }
  constexpr char kLine[] = "%-16s  %-20s  %-*s  %-*s  %-4s  %-13s  %s";
  char line[600];
  std::snprintf(line, sizeof line, kLine, "local", "utc", zone, "zone", plan, "plan", "post", "reason", "item");
  std::string table = std::string(line) + '\n';
  for (const SimulatedRow& row : rows) {
    const Occurrence& one = row.occurrence;
    std::vector<std::string> about;
    if (!row.item.empty()) about.push_back(row.item);
    if (!one.note.empty()) about.push_back(one.note);
    if (one.local != one.nominal) about.push_back("instead of " + one.nominal.str());
    if (many && !row.channel.empty()) about.push_back("in " + row.channel);
    std::snprintf(line, sizeof line, kLine, one.local.str().c_str(), to_rfc3339(one.at).c_str(), zone, row.zone.c_str(), plan,
                  row.plan.str().c_str(), one.post ? "yes" : "no", one.reason.c_str(), join(about, "  ").c_str());
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
            (row.occurrence.note.empty() ? std::string() : ",\"note\":" + json_quoted(row.occurrence.note)) +
            (row.channel.empty() ? std::string() : ",\"channel\":" + json_quoted(row.channel)) + "}";
  }
  return json + "\n]\n";
}

std::string as_ics(const std::vector<SimulatedRow>& rows) {
  std::vector<CalendarEvent> events;
  for (const SimulatedRow& row : rows) {
    const Occurrence& one = row.occurrence;
    std::string summary = "Allybot nudge, plan " + row.plan.str();
    if (!row.item.empty()) summary += ": " + row.item;
    if (!one.post) summary += ", not posted: " + one.reason;
    events.push_back({row.key, one.at, std::move(summary), one.note, !one.post});
  }
  return to_ics(events, "simulate", {}, std::nullopt);
}

/// From when to when the channel has to be looked at.
Result<std::pair<TimePoint, TimePoint>> moments_of(const Situation& channel, const Span& span) {
  std::optional<TimePoint> begin, after, upto;
  for (const store::Plan& plan : channel.plans) {
    const auto zone = Zone::load(plan.zone);
    if (!zone) return tl::unexpected(zone.error());
    TimePoint first = zone->moment({span.from, 0, 0}).at - milliseconds(1), last = zone->moment({span.to, 0, 0}).at + kSpread;
    begin = std::min(begin.value_or(first), first);
    const auto on_day_off = OnDayOff::read(plan.days_off);
    if (on_day_off && on_day_off->then == OnDayOff::Then::Before) first -= kMostShift;
    if (on_day_off && on_day_off->then == OnDayOff::Then::After) last += kMostShift;
    if (!plan.surroundings.quiet.empty()) last += std::chrono::days(2);
    after = std::min(after.value_or(first), first);
    upto = std::max(upto.value_or(last), last);
  }
  if (!after) return std::pair(TimePoint{}, TimePoint{});
  return std::pair(span.known_at && *span.known_at <= *begin ? *span.known_at : *after, *upto);
}

}  // namespace

Result<std::vector<SimulatedRow>> simulate(const Situation& channel, const Span& span, const Almanac& almanac,
                                           const Sketcher& sketch, const std::optional<Downtime>& down) {
  if (span.to < span.from) return fail(Code::Invalid, "The span ends before it begins: --to must be after --from.");
  const auto moments = moments_of(channel, span);
  if (!moments) return tl::unexpected(moments.error());
  auto dates = foretell(channel, {moments->first, moments->second, almanac, sketch, down});
  if (!dates) return tl::unexpected(dates.error());
  std::vector<SimulatedRow> rows;
  for (Dated& dated : *dates) {
    // Where a zone skipped midnight, the moments of the two ends are not those of the dates.
    if (dated.occurrence.nominal.date < span.from || !(dated.occurrence.nominal.date < span.to)) continue;
    const store::Plan& plan = *dated.plan;
    const bool own = is_direct_channel(plan.channel);
    std::string key = dated.occurrence.key(plan);
    rows.push_back(SimulatedRow{std::move(dated.occurrence), plan.zone, plan.id,
                                own || plan.channel.channel.empty() ? std::string() : plan.channel.str(), dated.item.str(),
                                std::move(key)});
  }
  return rows;
}

void sort_rows(std::vector<SimulatedRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SimulatedRow& a, const SimulatedRow& b) { return a.occurrence.at < b.occurrence.at; });
}

Result<std::string> format_rows(const std::vector<SimulatedRow>& rows, const std::string& format) {
  if (format == "table") return as_table(rows);
  if (format == "json") return as_json(rows);
  if (format == "ics") return as_ics(rows);
  return fail(Code::Invalid, "There is no format \"" + printable(format) + "\"; choose table, json or ics.");
}

}  // namespace allybot::schedule
