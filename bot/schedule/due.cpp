#include "bot/schedule/due.h"

#include <algorithm>
#include <utility>

#include "bot/schedule/calendar.h"
#include "bot/schedule/recurrence.h"
#include "bot/schedule/spread.h"

namespace allybot::schedule {
namespace {

using store::Plan;

constexpr int kYearsAhead = 10;

/// A plan's texts, read.
struct Series {
  Zone zone;
  LocalTime start;
  Rule rule;
  std::optional<LocalDate> until;
  std::optional<LocalDate> paused_until;
};

Result<Series> read_series(const Plan& plan) {
  auto zone = Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  auto start = LocalTime::read(plan.start);
  if (!start) return tl::unexpected(start.error());
  auto rule = read_rule(plan.rrule);
  if (!rule) return tl::unexpected(rule.error());
  if (rule->until || rule->hour || rule->minute) return fail(Code::Invalid, "a plan's rule holds no UNTIL and no time");
  Series series{std::move(*zone), *start, std::move(rule->rule), std::nullopt, std::nullopt};
  for (const auto& [text, into] : {std::pair(&plan.until, &series.until), std::pair(&plan.paused_until, &series.paused_until)}) {
    if (text->empty()) continue;
    auto date = LocalDate::read(*text);
    if (!date) return tl::unexpected(date.error());
    *into = *date;
  }
  return series;
}

Occurrence occurrence_on(const Plan& plan, const Series& series, const LocalDate& date) {
  Occurrence made;
  made.nominal = {date, series.start.hour, series.start.minute};
  const auto moment = series.zone.moment(made.nominal);
  const milliseconds spread = spread_of(plan.channel);
  made.at = moment.at + spread;
  made.local = spread.count() == 0 ? made.nominal : series.zone.local(made.at);
  const auto not_posted = [&](const char* reason) {
    made.post = false;
    made.reason = reason;
  };
  switch (moment.kind) {
    case Zone::Kind::Unique: break;
    case Zone::Kind::Repeated: made.reason = "overlap"; break;
    case Zone::Kind::Skipped:
      made.reason = "gap";
      made.local = series.zone.local(made.at);
      if (!series.zone.has_date(date)) not_posted("no-such-date");
      break;
  }
  if (made.post && plan.state == Plan::State::Broken) not_posted("broken");
  if (made.post && plan.state == Plan::State::Paused && (!series.paused_until || date < *series.paused_until))
    not_posted("paused");
  if (made.post && !plan.skips.empty() && std::find(plan.skips.begin(), plan.skips.end(), made.nominal.str()) != plan.skips.end())
    not_posted("skipped");
  return made;
}

/// Hands out what lies after `after`, with nominal dates up to `last`, until `take` says false.
template <class Take>
void walk(const Plan& plan, const Series& series, TimePoint after, LocalDate last, Take&& take) {
  if (series.until) last = std::min(last, *series.until);
  // A day earlier: yesterday's last hour may fall into a gap that ends today.
  const LocalDate from = std::max(series.start.date, plus_days(series.zone.local(after).date, -1));
  Dates dates(series.rule, series.start.date, from, last);
  while (const auto date = dates.next()) {
    Occurrence made = occurrence_on(plan, series, *date);
    if (made.at > after && !take(std::move(made))) return;
  }
}

std::optional<Occurrence> next_of(const Plan& plan, const Series& series, TimePoint after) {
  std::optional<Occurrence> found;
  if (plan.state == Plan::State::Broken || (plan.state == Plan::State::Paused && !series.paused_until)) return found;
  TimePoint begin = after;
  if (plan.state == Plan::State::Paused)
    begin = std::max(begin, series.zone.moment({plus_days(*series.paused_until, -1), 0, 0}).at);
  LocalDate last = series.zone.local(begin).date;
  last = {std::min(last.year + kYearsAhead, 9999), 12, 31};
  walk(plan, series, begin, last, [&](Occurrence made) {
    if (made.post) found = std::move(made);
    return !found;
  });
  return found;
}

}  // namespace

std::string Occurrence::key(const Plan& plan) const {
  return plan.channel.platform.str() + '/' + plan.channel.workspace.str() + '/' + plan.id.str() + '@' + nominal.str();
}

Result<std::vector<Occurrence>> occurrences(const Plan& plan, TimePoint after, TimePoint upto, std::size_t most) {
  const auto series = read_series(plan);
  if (!series) return tl::unexpected(series.error());
  std::vector<Occurrence> found;
  if (upto <= after || most == 0) return found;
  walk(plan, *series, after, series->zone.local(upto).date, [&](Occurrence made) {
    if (made.at > upto) return false;
    found.push_back(std::move(made));
    return found.size() < most;
  });
  return found;
}

Result<std::optional<Occurrence>> next_occurrence(const Plan& plan, TimePoint after) {
  const auto series = read_series(plan);
  if (!series) return tl::unexpected(series.error());
  return next_of(plan, *series, after);
}

Result<void> schedule_next(Plan& plan, TimePoint after) {
  auto series = read_series(plan);
  if (!series) return tl::unexpected(series.error());
  const LocalDate today = series->zone.local(after).date;
  if (plan.state == Plan::State::Paused && series->paused_until && *series->paused_until <= today) {
    plan.state = Plan::State::Active;
    plan.paused_until.clear();
    series->paused_until.reset();
  }
  if (plan.state == Plan::State::Ended) plan.state = Plan::State::Active;  // an edit may have given it dates again
  // Skips that are long past are of no more use; ISO texts sort as their dates do.
  const std::string past = plus_days(today, -2).str();
  plan.skips.erase(std::remove_if(plan.skips.begin(), plan.skips.end(), [&](const std::string& skip) { return skip < past; }),
                   plan.skips.end());

  const auto next = next_of(plan, *series, after);
  plan.next_at.reset();
  plan.next_local.clear();
  if (next) {
    plan.next_at = next->at;
    plan.next_local = next->nominal.str();
  } else if (plan.state == Plan::State::Active || !plan.paused_until.empty()) {
    if (plan.state != Plan::State::Broken) plan.state = Plan::State::Ended;
  }
  return {};
}

}  // namespace allybot::schedule
