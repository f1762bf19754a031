#include "bot/schedule/budget.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "bot/schedule/calendar.h"

namespace allybot::schedule {
namespace {

using store::Attention;
using store::Plan;

constexpr std::size_t kMostOfAPlan = 20000;
constexpr std::chrono::hours kAWeekAndMore{24 * 8};

int rank_of(const Plan& plan) {
  if (plan.series.empty()) return 2;
  return plan.series.compare(0, kDayPrefix.size(), kDayPrefix) == 0 ? 1 : 0;
}

/// How often each plan fires in each week.
using Often = std::map<std::pair<const Plan*, TimePoint>, int>;

bool comes_before(const Dated& one, const Dated& other, const Often& often) {
  const auto key = [&](const Dated& dated) {
    return std::tuple(rank_of(*dated.plan), often.at({dated.plan, dated.week.from}), dated.occurrence.at, dated.plan->created_at,
                      dated.plan->id);
  };
  return key(one) < key(other);
}

bool is_in(const Week& week, TimePoint at) { return at >= week.from && at < week.to; }

void not_posted(Dated& dated, const char* reason) {
  dated.occurrence.post = false;
  dated.occurrence.reason = reason;
}

/// Whether the date has a place among what is `left` of its week; `later` are the dates that may still want one.
bool has_place(const Dated& dated, const std::vector<Dated>& later, std::size_t from, int left, const Often& often) {
  for (std::size_t i = from; left > 0 && i < later.size() && later[i].occurrence.at < dated.week.to; ++i)
    if (later[i].occurrence.post && !later[i].passed && is_in(dated.week, later[i].occurrence.at) &&
        comes_before(later[i], dated, often))
      --left;
  return left > 0;
}

Result<Often> find_weeks(std::vector<Dated>& all) {
  std::map<std::string, Zone> zones;
  Often often;
  for (Dated& dated : all) {
    auto zone = zones.find(dated.plan->zone);
    if (zone == zones.end()) {
      auto loaded = Zone::load(dated.plan->zone);
      if (!loaded) return tl::unexpected(loaded.error());
      zone = zones.emplace(dated.plan->zone, std::move(*loaded)).first;
    }
    dated.week = week_of(zone->second, dated.occurrence.nominal.date);
    ++often[{dated.plan, dated.week.from}];
  }
  return often;
}

void sort_by_moment(std::vector<Dated>& all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Dated& one, const Dated& other) { return one.occurrence.at < other.occurrence.at; });
}

Result<void> add_dates(std::vector<Dated>& all, const Plan& plan, TimePoint after, TimePoint upto, const DaysOff& days) {
  auto found = occurrences(plan, after, upto, kMostOfAPlan, days);
  if (!found) return tl::unexpected(found.error());
  for (Occurrence& one : *found) all.push_back({&plan, std::move(one), false, {}});
  return {};
}

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

Result<void> hold_back(std::vector<Dated>& all, const Attention& attention, std::vector<TimePoint> posted) {
  const auto often = find_weeks(all);
  if (!often) return tl::unexpected(often.error());
  for (Dated& dated : all)
    if (dated.occurrence.post && !dated.passed && dated.occurrence.at >= attention.quiet_since &&
        is_quiet(attention, dated.occurrence.nominal.date))
      not_posted(dated, "quiet");
  for (std::size_t i = 0; i < all.size(); ++i) {
    Dated& dated = all[i];
    if (!dated.occurrence.post || dated.passed) continue;
    const auto used = std::count_if(posted.begin(), posted.end(), [&](TimePoint at) { return is_in(dated.week, at); });
    const int left = nudges_a_week(attention) - static_cast<int>(used);
    if (has_place(dated, all, i + 1, left, *often))
      posted.push_back(dated.occurrence.at);
    else
      not_posted(dated, "budget");
    // What no later week can hold needs not be counted again.
    if (posted.size() > 64) posted.erase(posted.begin(), posted.begin() + 32);
  }
  return {};
}

Result<std::vector<Dated>> dates_of(const std::vector<Plan>& plans, const Attention& attention,
                                    const std::vector<TimePoint>& posted, TimePoint after, TimePoint upto, const DaysOff& days) {
  std::vector<Dated> all;
  for (const Plan& plan : plans)
    if (auto added = add_dates(all, plan, after - kAWeekAndMore, upto + kAWeekAndMore, days); !added)
      return tl::unexpected(added.error());
  for (Dated& dated : all) dated.passed = dated.occurrence.at <= after;
  sort_by_moment(all);
  if (auto held = hold_back(all, attention, posted); !held) return tl::unexpected(held.error());
  all.erase(
      std::remove_if(all.begin(), all.end(), [&](const Dated& dated) { return dated.passed || dated.occurrence.at > upto; }),
      all.end());
  return all;
}

Result<std::vector<Dated>> dates_of(const std::vector<Plan>& plans, const ChannelKey& channel, TimePoint after, TimePoint upto,
                                    store::Reader& tx, const DaysOff& days) {
  const auto attention = tx.attention(channel);
  if (!attention) return tl::unexpected(attention.error());
  const auto posted = tx.posts_between(channel, after - kAWeekAndMore, after + kAWeekAndMore);
  if (!posted) return tl::unexpected(posted.error());
  return dates_of(plans, *attention, *posted, after, upto, days);
}

Result<std::string> why_held_back(const Plan& plan, const Occurrence& occurrence, TimePoint now, store::Reader& tx,
                                  const DaysOff& days) {
  const auto attention = tx.attention(plan.channel);
  if (!attention) return tl::unexpected(attention.error());
  if (is_quiet(*attention, occurrence.nominal.date)) return std::string("quiet");
  const auto zone = Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  const Week week = week_of(*zone, occurrence.nominal.date);
  const auto posted = tx.posts_between(plan.channel, week.from, week.to);
  if (!posted) return tl::unexpected(posted.error());
  const int left = nudges_a_week(*attention) - static_cast<int>(posted->size());
  if (left <= 0) return std::string("budget");

  const auto plans = tx.plans_of(plan.channel);
  if (!plans) return tl::unexpected(plans.error());
  std::vector<Dated> all;
  for (const Plan& other : *plans) {
    const bool counts = other.state == Plan::State::Active || other.state == Plan::State::Paused;
    if (!counts && other.id != plan.id) continue;
    if (auto added = add_dates(all, other, week.from - milliseconds(1), week.to, days); !added) {
      if (other.id == plan.id) return tl::unexpected(added.error());
      continue;  // a plan that cannot be read is its own trouble, not this one's
    }
  }
  sort_by_moment(all);
  const auto often = find_weeks(all);
  if (!often) return tl::unexpected(often.error());
  Dated mine;
  for (Dated& dated : all) {
    dated.passed = dated.occurrence.at < occurrence.at;
    if (dated.plan->id == plan.id && dated.occurrence.nominal == occurrence.nominal) {
      mine = dated;
      dated.passed = true;
    } else if (!dated.passed && dated.occurrence.at <= now) {  // due as well: perhaps it has had its turn
      const auto settled = tx.delivery_by_key(dated.occurrence.key(*dated.plan));
      if (!settled) return tl::unexpected(settled.error());
      dated.passed = settled->has_value();
    }
    if (is_quiet(*attention, dated.occurrence.nominal.date)) dated.passed = true;
  }
  if (mine.plan == nullptr) return std::string();  // its plan was changed under it
  return std::string(has_place(mine, all, 0, left, *often) ? "" : "budget");
}

}  // namespace allybot::schedule
