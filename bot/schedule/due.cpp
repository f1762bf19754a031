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
constexpr int kMostDaysMoved = 14;
constexpr std::size_t kMostAtOnce = 4000;

/// A plan's texts, read.
struct Series {
  Zone zone;
  LocalTime start;
  Rule rule;
  std::optional<LocalDate> until;
  std::optional<LocalDate> paused_until;
  OnDayOff on_day_off;
  QuietHours quiet;
  std::optional<Zone> quiet_zone;  ///< where quiet hours are not those of the plan's own zone
  std::vector<DateSpan> blackouts;
  const Almanac* days = nullptr;

  bool moves() const {
    return quiet.any() || on_day_off.then == OnDayOff::Then::Before || on_day_off.then == OnDayOff::Then::After;
  }
  bool is_blackout(const LocalDate& date) const {
    return std::any_of(blackouts.begin(), blackouts.end(),
                       [&](const DateSpan& span) { return span.first <= date && date <= span.last; });
  }
};

/// The dates of the plan's rule; of a plan that keeps days of observance, those on which there is one.
class PlanDates {
 public:
  PlanDates(const Plan& plan, const Series& series, const LocalDate& from, const LocalDate& last)
      : plan_(plan), almanac_(*series.days), dates_(series.rule, series.start.date, from, last) {}

  std::optional<LocalDate> next() {
    while (const auto date = dates_.next())
      if (!keeps_days(plan_) || almanac_.observes(plan_, *date)) return date;
    return std::nullopt;
  }

 private:
  const Plan& plan_;
  const Almanac& almanac_;
  Dates dates_;
};

/// What is set for the channel. What cannot be read there must not silence a plan: it counts as not set.
void read_surroundings(const Plan& plan, Series& series) {
  if (auto quiet = QuietHours::read(plan.surroundings.quiet); quiet) series.quiet = *quiet;
  if (auto spans = read_spans(plan.surroundings.blackouts); spans) series.blackouts = std::move(*spans);
  if (!series.quiet.any() || plan.surroundings.zone.empty() || plan.surroundings.zone == plan.zone) return;
  if (auto zone = Zone::load(plan.surroundings.zone); zone) series.quiet_zone = std::move(*zone);
}

Result<Series> read_series(const Plan& plan, const Almanac& days) {
  auto zone = Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  auto start = LocalTime::read(plan.start);
  if (!start) return tl::unexpected(start.error());
  auto rule = read_rule(plan.rrule);
  if (!rule) return tl::unexpected(rule.error());
  if (rule->until || rule->hour || rule->minute) return fail(Code::Invalid, "a plan's rule holds no UNTIL and no time");
  const auto on_day_off = OnDayOff::read(plan.days_off);
  if (!on_day_off) return tl::unexpected(on_day_off.error());
  Series series{std::move(*zone), *start, std::move(rule->rule), {}, {}, *on_day_off, {}, {}, {}, &days};
  read_surroundings(plan, series);
  for (const auto& [text, into] : {std::pair(&plan.until, &series.until), std::pair(&plan.paused_until, &series.paused_until)}) {
    if (text->empty()) continue;
    auto date = LocalDate::read(*text);
    if (!date) return tl::unexpected(date.error());
    *into = *date;
  }
  return series;
}

void not_posted(Occurrence& one, std::string reason) {
  one.post = false;
  one.reason = std::move(reason);
}

/// Why the plan minds the day: "holiday", "weekend", or nothing.
std::string day_off(const Plan& plan, const Series& series, const LocalDate& date, bool weekends, std::string* name = nullptr) {
  std::string holiday = series.days->holiday(plan.surroundings.region, date);
  if (!holiday.empty()) {
    if (name != nullptr) *name = std::move(holiday);
    return "holiday";
  }
  return weekends && series.days->is_weekend(plan.surroundings.region, weekday_of(date)) ? "weekend" : "";
}

void set_moment(const Plan& plan, const Series& series, const LocalTime& nominal, Occurrence& one) {
  const auto moment = series.zone.moment(nominal);
  const milliseconds spread = spread_of(plan.channel);
  one.at = moment.at + spread;
  one.local = nominal;
  if (spread.count() != 0 || moment.kind == Zone::Kind::Skipped) one.local = series.zone.local(one.at);
  if (moment.kind == Zone::Kind::Skipped && !series.zone.has_date(nominal.date)) return not_posted(one, "no-such-date");
  if (moment.kind == Zone::Kind::Skipped) one.reason = "gap";
  if (moment.kind == Zone::Kind::Repeated) one.reason = "overlap";
}

/// Rule 1 of rest.h.
void mind_days_off(const Plan& plan, const Series& series, Occurrence& one) {
  if (series.on_day_off.then == OnDayOff::Then::Post) return;
  const LocalDate date = one.nominal.date;
  std::string name;
  const std::string why = day_off(plan, series, date, series.on_day_off.weekends, &name);
  if (why.empty()) return;
  one.note = std::move(name);
  if (series.on_day_off.then == OnDayOff::Then::Skip) return not_posted(one, why);
  const int step = series.on_day_off.then == OnDayOff::Then::Before ? -1 : 1;
  std::optional<LocalDate> target;
  for (int days = 1; days <= kMostDaysMoved && !target; ++days) {
    const LocalDate tried = plus_days(date, step * days);
    if (day_off(plan, series, tried, true).empty() && !series.is_blackout(tried) && series.zone.has_date(tried)) target = tried;
  }
  if (!target) return not_posted(one, why);
  LocalDate first = step > 0 ? plus_days(date, 1) : *target, last = step > 0 ? *target : plus_days(date, -1);
  if (series.until) last = std::min(last, *series.until);
  if (PlanDates(plan, series, std::max(first, series.start.date), last).next()) return not_posted(one, "doubled");
  one.reason.clear();
  set_moment(plan, series, {*target, series.start.hour, series.start.minute}, one);
  if (one.reason.empty()) one.reason = why;
}

/// Rule 3.
void mind_quiet_hours(const Plan& plan, const Series& series, Occurrence& one) {
  if (!series.quiet.any()) return;
  const Zone& zone = series.quiet_zone ? *series.quiet_zone : series.zone;
  const LocalTime shown = zone.local(one.at);
  if (!series.quiet.holds(shown)) return;
  const TimePoint end = zone.moment(series.quiet.end_after(shown)).at;
  if (end <= one.at) return;  // the clocks were put forward over the end
  one.reason = "quiet-hours";
  one.note.clear();
  const LocalDate day = series.zone.local(end).date;
  const bool minds = series.on_day_off.then != OnDayOff::Then::Post;
  const bool off = minds && !day_off(plan, series, day, series.on_day_off.weekends).empty();
  if (off || series.is_blackout(day)) return not_posted(one, "quiet-hours");
  one.at = end + spread_of(plan.channel);
  one.local = series.zone.local(one.at);
}

Occurrence occurrence_on(const Plan& plan, const Series& series, const LocalDate& date) {
  Occurrence made;
  made.nominal = {date, series.start.hour, series.start.minute};
  set_moment(plan, series, made.nominal, made);
  if (made.post && plan.state == Plan::State::Broken) not_posted(made, "broken");
  if (made.post && plan.state == Plan::State::Paused && (!series.paused_until || date < *series.paused_until))
    not_posted(made, "paused");
  if (made.post && !plan.skips.empty() && std::find(plan.skips.begin(), plan.skips.end(), made.nominal.str()) != plan.skips.end())
    not_posted(made, "skipped");
  if (made.post) mind_days_off(plan, series, made);
  if (made.post && series.is_blackout(made.local.date)) not_posted(made, "blackout");
  if (made.post) mind_quiet_hours(plan, series, made);
  return made;
}

/// Hands out what lies after `after`, with nominal dates up to `last`, until `take` says false. Posts come earliest first.
template <class Take>
void walk(const Plan& plan, const Series& series, TimePoint after, LocalDate last, Take&& take) {
  if (series.until) last = std::min(last, *series.until);
  // A day earlier: yesterday's last hour may fall into a gap that ends today.
  const int back = series.moves() ? 2 + kMostDaysMoved : 1;
  const LocalDate from = std::max(series.start.date, plus_days(series.zone.local(after).date, -back));
  PlanDates dates(plan, series, from, last);
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

namespace {

std::vector<Occurrence> between(const Plan& plan, const Series& series, TimePoint after, TimePoint upto, std::size_t most) {
  std::vector<Occurrence> found;
  if (upto <= after || most == 0) return found;
  const LocalDate last = series.zone.local(upto).date;
  if (!series.moves()) {
    walk(plan, series, after, last, [&](Occurrence made) {
      if (made.at > upto) return false;
      found.push_back(std::move(made));
      return found.size() < most;
    });
    return found;
  }
  walk(plan, series, after, plus_days(last, kMostDaysMoved), [&](Occurrence made) {
    if (made.at <= upto) found.push_back(std::move(made));
    return true;
  });
  std::stable_sort(found.begin(), found.end(), [](const Occurrence& one, const Occurrence& other) { return one.at < other.at; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace

Result<std::vector<Occurrence>> occurrences(const Plan& plan, TimePoint after, TimePoint upto, std::size_t most,
                                            const Almanac& days) {
  const auto series = read_series(plan, days);
  if (!series) return tl::unexpected(series.error());
  return between(plan, *series, after, upto, most);
}

Result<std::vector<Occurrence>> come_due(const Plan& plan, TimePoint now, std::size_t most, const Almanac& days) {
  const auto series = read_series(plan, days);
  if (!series) return tl::unexpected(series.error());
  const auto nominal = LocalTime::read(plan.next_local);
  if (!nominal) return tl::unexpected(nominal.error());
  // From the nominal time, not from next_at: a plan that could not be drawn is looked at again later than it was due.
  TimePoint after = series->zone.moment(*nominal).at - milliseconds(1);
  if (series->on_day_off.then == OnDayOff::Then::Before) after -= std::chrono::days(kMostDaysMoved + 1);
  auto found = between(plan, *series, after, now, most);
  found.erase(std::remove_if(found.begin(), found.end(), [&](const Occurrence& one) { return one.nominal < *nominal; }),
              found.end());
  return found;
}

Result<std::optional<Occurrence>> next_occurrence(const Plan& plan, TimePoint after, const Almanac& days) {
  const auto series = read_series(plan, days);
  if (!series) return tl::unexpected(series.error());
  return next_of(plan, *series, after);
}

Result<void> schedule_next(Plan& plan, TimePoint after, const Almanac& days) {
  auto series = read_series(plan, days);
  if (!series) return tl::unexpected(series.error());
  const LocalDate today = series->zone.local(after).date;
  if (plan.state == Plan::State::Paused && series->paused_until && *series->paused_until <= today) {
    plan.state = Plan::State::Active;
    plan.paused_until.clear();
    series->paused_until.reset();
  }
  if (plan.state == Plan::State::Ended) plan.state = Plan::State::Active;  // an edit may have given it dates again
  // Skips that are long past are of no more use; ISO texts sort as their dates do.
  const std::string past = plus_days(today, -2 - kMostDaysMoved).str();
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

Result<bool> reschedule(Plan& plan, TimePoint now, const Almanac& days) {
  const Plan before = plan;
  if (plan.next_at) {
    // Of what was not claimed yet, the first that is to be posted: perhaps due already.
    const auto due = come_due(plan, now, kMostAtOnce, days);
    if (!due) return tl::unexpected(due.error());
    for (const Occurrence& one : *due) {
      if (!one.post) continue;
      const bool changed = plan.next_at != one.at || plan.next_local != one.nominal.str();
      plan.next_at = one.at;
      plan.next_local = one.nominal.str();
      return changed;
    }
  }
  if (auto next = schedule_next(plan, now, days); !next) return tl::unexpected(next.error());
  return plan.next_at != before.next_at || plan.next_local != before.next_local || plan.state != before.state;
}

}  // namespace allybot::schedule
