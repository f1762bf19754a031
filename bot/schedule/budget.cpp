#include "bot/schedule/budget.h"

#include <algorithm>
#include <tuple>

#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

using store::Attention;
using store::Plan;

int rank_of(const Plan& plan) {
  if (plan.series.empty()) return 2;
  return keeps_days(plan) ? 1 : 0;
}

bool is_in(const Week& week, TimePoint at) { return at >= week.from && at < week.to; }

}  // namespace

int nudges_a_week(const Attention& attention) { return attention.most_a_week > 0 ? attention.most_a_week : kUsualNudgesAWeek; }

int quiet_days(const Attention& attention) { return attention.quiet_days >= 0 ? attention.quiet_days : kUsualQuietDays; }

bool is_quiet(const Attention& attention, const LocalDate& date) {
  return !attention.quiet_until.empty() && date.str() < attention.quiet_until;
}

Week week_of(const Zone& zone, const LocalDate& date) {
  const LocalDate monday = plus_days(date, 1 - weekday_of(date));
  return {zone.moment({monday, 0, 0}).at, zone.moment({plus_days(monday, 7), 0, 0}).at};
}

Result<Weighing> Weighing::of(std::vector<Dated>& all, const Attention& attention, std::vector<TimePoint> posted,
                              const Almanac& almanac) {
  Weighing made(all, nudges_a_week(attention), std::move(posted));
  if (auto found = made.find_weeks(almanac); !found) return tl::unexpected(found.error());
  return made;
}

Result<void> Weighing::find_weeks(const Almanac& almanac) {
  std::map<std::string, Zone> zones;
  const Plan* last = nullptr;
  const Zone* its_zone = nullptr;
  for (Dated& dated : all_) {
    if (its_zone == nullptr || dated.plan != last) {
      last = dated.plan;
      auto zone = zones.find(last->zone);
      if (zone == zones.end()) {
        auto loaded = Zone::load(last->zone);
        if (!loaded) return tl::unexpected(loaded.error());
        zone = zones.emplace(last->zone, std::move(*loaded)).first;
      }
      its_zone = &zone->second;
      if (!last->series.empty() && steps_left_.count(last) == 0) steps_left_[last] = almanac.steps_left(*last);
    }
    dated.week = week_of(*its_zone, dated.occurrence.nominal.date);
    ++often_[{dated.plan, dated.week.from}];
  }
  return {};
}

std::optional<int> Weighing::steps_left(const Plan& plan) const {
  const auto found = steps_left_.find(&plan);
  return found == steps_left_.end() ? std::nullopt : found->second;
}

bool Weighing::comes_before(const Dated& one, const Dated& other) const {
  const auto key = [&](const Dated& dated) {
    return std::tuple(rank_of(*dated.plan), often_.at({dated.plan, dated.week.from}), dated.occurrence.at, dated.plan->created_at,
                      dated.plan->id);
  };
  return key(one) < key(other);
}

bool Weighing::has_place(const Dated& dated) const {
  int left = most_;
  left -= static_cast<int>(std::count_if(posted_.begin(), posted_.end(), [&](TimePoint at) { return is_in(dated.week, at); }));
  // Of a series no more can come than it has steps, this one among them.
  std::map<const Plan*, int> coming;
  if (!dated.plan->series.empty()) coming[dated.plan] = 1;
  auto other = std::lower_bound(all_.begin(), all_.end(), dated.occurrence.at,
                                [](const Dated& one, TimePoint at) { return one.occurrence.at < at; });
  for (; left > 0 && other != all_.end() && other->occurrence.at < dated.week.to; ++other) {
    if (&*other == &dated || !other->occurrence.post || other->settled || !is_in(dated.week, other->occurrence.at)) continue;
    if (const auto steps = steps_left(*other->plan); steps && ++coming[other->plan] > *steps) continue;
    if (comes_before(*other, dated)) --left;
  }
  return left > 0;
}

void Weighing::post(const Dated& dated) {
  posted_.push_back(dated.occurrence.at);
  // What no later week can hold needs not be counted again.
  if (posted_.size() > 64) posted_.erase(posted_.begin(), posted_.begin() + 32);
}

}  // namespace allybot::schedule
