#include "bot/schedule/foretell.h"

#include <algorithm>
#include <map>
#include <set>

namespace allybot::schedule {
namespace {

using store::Attention;
using store::Plan;

constexpr std::size_t kMostOfAPlan = 20000;
/// A whole week before and after what is asked about: how often a plan fires in it decides who has a place.
constexpr std::chrono::hours kAWeekAndMore{24 * 8};
/// How much further away a date's own day may be where days off or quiet hours move it.
constexpr std::chrono::hours kMostMoved{24 * 16};

Result<void> add_dates(std::vector<Dated>& all, const Plan& plan, TimePoint after, TimePoint upto, const Almanac& almanac) {
  const bool moves = !plan.days_off.empty() || !plan.surroundings.quiet.empty();
  const auto around = kAWeekAndMore + (moves ? kMostMoved : std::chrono::hours(0));
  auto found = occurrences(plan, after - around, upto + around, kMostOfAPlan, almanac);
  if (!found) return tl::unexpected(found.error());
  for (Occurrence& one : *found) all.push_back({&plan, std::move(one)});
  return {};
}

void sort_by_moment(std::vector<Dated>& all) {
  std::stable_sort(all.begin(), all.end(),
                   [](const Dated& one, const Dated& other) { return one.occurrence.at < other.occurrence.at; });
}

void not_posted(Dated& dated, const char* reason) {
  dated.occurrence.post = false;
  dated.occurrence.reason = reason;
}

void keep_quiet(std::vector<Dated>& all, const Attention& attention) {
  if (attention.quiet_until.empty()) return;
  for (Dated& dated : all)
    if (dated.occurrence.post && !dated.settled && dated.occurrence.at >= attention.quiet_since &&
        is_quiet(attention, dated.occurrence.nominal.date))
      not_posted(dated, "quiet");
}

/// As the ticker does at its first step afterwards: the newest date of each plan is posted if it is not too late for it.
void miss(std::vector<Dated>& all, const Downtime& down) {
  std::set<const Plan*> newer;
  for (auto dated = all.rbegin(); dated != all.rend(); ++dated) {
    const TimePoint at = dated->occurrence.at;
    if (dated->settled || !dated->occurrence.post || at < down.from || at > down.upto) continue;
    if (!newer.insert(dated->plan).second || down.upto - at > allowed_lateness(*dated->plan, kGrace)) {
      not_posted(*dated, "late");
    } else if (at < down.upto) {
      dated->occurrence.note = "posted late, " + to_rfc3339(down.upto);
    }
  }
}

/// The walk over all dates of a channel, each posted or not.
class Telling {
 public:
  Telling(std::vector<Dated>& all, Weighing& weighing, const Sketcher& sketch)
      : all_(all), weighing_(weighing), sketch_(sketch) {}

  Result<void> run() {
    for (Dated& dated : all_) {
      if (dated.settled) continue;
      if (weighing_.steps_left(*dated.plan) == 0) {
        end(dated);
      } else if (dated.occurrence.post && !weighing_.has_place(dated)) {
        not_posted(dated, "budget");
      } else if (dated.occurrence.post) {
        if (auto done = post(dated); !done) return done;
      }
      dated.settled = true;
    }
    return {};
  }
  /// Dates of series that are over, but for the first of each.
  bool is_nothing(const Dated& dated) const { return dated.occurrence.reason == kGone; }

 private:
  static constexpr const char* kGone = "gone";

  void end(Dated& dated) {
    const bool says_so = dated.occurrence.post && over_.insert(dated.plan).second;
    not_posted(dated, says_so ? "series-over" : kGone);
  }

  Result<void> post(Dated& dated) {
    const Plan& plan = *dated.plan;
    const bool walks = weighing_.steps_left(plan).has_value();
    const int step = walks ? steps_.try_emplace(&plan, plan.step).first->second : -1;
    int next = step + 1;
    if (sketch_) {
      auto sketched = walks ? sketch_(at_step(plan, step), dated.occurrence) : sketch_(plan, dated.occurrence);
      if (!sketched && sketched.error().code == Code::NotFound) {
        not_posted(dated, "no-content");
        return {};
      }
      if (!sketched) return tl::unexpected(sketched.error());
      dated.item = std::move(sketched->item);
      if (sketched->next_step >= 0) next = sketched->next_step;
    }
    weighing_.post(dated);
    if (!walks) return {};
    dated.step = step;
    steps_[&plan] = next;
    weighing_.set_steps_left(plan, *weighing_.steps_left(plan) - 1);
    return {};
  }

  static Plan at_step(Plan plan, int step) {
    plan.step = step;
    return plan;
  }

  std::vector<Dated>& all_;
  Weighing& weighing_;
  const Sketcher& sketch_;
  std::set<const Plan*> over_;
  std::map<const Plan*, int> steps_;
};

}  // namespace

milliseconds allowed_lateness(const Plan& plan, std::chrono::hours grace) {
  const auto late = read_late(plan.late);
  if (!late || *late == Late::Grace) return grace;
  return *late == Late::Never ? std::chrono::minutes(15) : std::chrono::hours(24 * 366);
}

Result<Situation> situation_of(const ChannelKey& channel, TimePoint after, store::Reader& tx) {
  auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  auto attention = tx.attention(channel);
  if (!attention) return tl::unexpected(attention.error());
  auto posted = tx.posts_between(channel, after - kAWeekAndMore, after + kAWeekAndMore);
  if (!posted) return tl::unexpected(posted.error());
  return Situation{std::move(*plans), std::move(*attention), std::move(*posted)};
}

Result<std::vector<Dated>> foretell(const Situation& situation, const Question& question) {
  std::vector<Dated> all;
  for (const Plan& plan : situation.plans) {
    if (plan.state == Plan::State::Ended) continue;
    if (auto added = add_dates(all, plan, question.after, question.upto, question.almanac); !added)
      return tl::unexpected(added.error());
  }
  sort_by_moment(all);
  const auto is_before = [&](const Dated& dated) { return dated.occurrence.at <= question.after; };
  for (Dated& dated : all) dated.settled = is_before(dated);
  if (question.down) miss(all, *question.down);
  keep_quiet(all, situation.attention);
  auto weighing = Weighing::of(all, situation.attention, situation.posted, question.almanac);
  if (!weighing) return tl::unexpected(weighing.error());
  Telling telling(all, *weighing, question.sketch);
  if (auto told = telling.run(); !told) return tl::unexpected(told.error());
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Dated& dated) {
                             return is_before(dated) || dated.occurrence.at > question.upto || telling.is_nothing(dated);
                           }),
            all.end());
  return all;
}

Result<std::string> why_held_back(const Plan& plan, const Occurrence& occurrence, TimePoint now, store::Reader& tx,
                                  const Almanac& almanac) {
  const auto attention = tx.attention(plan.channel);
  if (!attention) return tl::unexpected(attention.error());
  if (is_quiet(*attention, occurrence.nominal.date)) return std::string("quiet");
  const auto zone = Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  const Week week = week_of(*zone, occurrence.nominal.date);
  auto posted = tx.posts_between(plan.channel, week.from, week.to);
  if (!posted) return tl::unexpected(posted.error());
  if (nudges_a_week(*attention) <= static_cast<int>(posted->size())) return std::string("budget");

  const auto plans = tx.plans_of(plan.channel);
  if (!plans) return tl::unexpected(plans.error());
  std::vector<Dated> all;
  for (const Plan& other : *plans) {
    if (other.state == Plan::State::Ended && other.id != plan.id) continue;
    if (auto added = add_dates(all, other, week.from, week.to, almanac); !added) {
      if (other.id == plan.id) return tl::unexpected(added.error());
      continue;  // a plan that cannot be read is its own trouble, not this one's
    }
  }
  sort_by_moment(all);
  const Dated* mine = nullptr;
  for (Dated& dated : all) {
    dated.settled = dated.occurrence.at < occurrence.at;
    if (dated.plan->id == plan.id && dated.occurrence.nominal == occurrence.nominal) {
      mine = &dated;
      dated.settled = false;
    } else if (!dated.settled && dated.occurrence.at <= now) {  // due as well: perhaps it has had its turn
      const auto turn = tx.delivery_by_key(dated.occurrence.key(*dated.plan));
      if (!turn) return tl::unexpected(turn.error());
      dated.settled = turn->has_value();
    }
  }
  if (mine == nullptr) return std::string();  // its plan was changed under it
  keep_quiet(all, *attention);
  const auto weighing = Weighing::of(all, *attention, std::move(*posted), almanac);
  if (!weighing) return tl::unexpected(weighing.error());
  return std::string(weighing->has_place(*mine) ? "" : "budget");
}

}  // namespace allybot::schedule
