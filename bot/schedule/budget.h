// Which of the nudges that are due in a week are posted, so that a channel, or a member, bears no more than they want.
//
//   The rule. A week is Monday to Sunday on the plan's own calendar. In it at most N nudges go to one channel, or to one member,
//   over all plans, series and days of observance; what was posted already counts. When more are due than are left, those
//   stay that come first in this order: steps of a series; days of observance; plans with fewer dates in that week; the
//   earlier date; the older plan. Where somebody asked for quiet, nothing is posted before the day on which it goes on.
//
// Must never read a clock: what was posted and what is to come, in; reasons "quiet" and "budget", out. foretell.h asks it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bot/schedule/due.h"
#include "bot/store/store.h"

namespace allybot::schedule {

/// Where nobody set another number.
inline constexpr int kUsualNudgesAWeek = 5;
inline constexpr int kUsualQuietDays = 7;
int nudges_a_week(const store::Attention& attention);
int quiet_days(const store::Attention& attention);
/// Whether nothing is posted on that local date.
bool is_quiet(const store::Attention& attention, const LocalDate& date);

/// The moments at which the week of a local date begins and ends, on the wall clock of the zone.
struct Week {
  TimePoint from{}, to{};
};
Week week_of(const Zone& zone, const LocalDate& date);

/// One date of one plan.
struct Dated {
  const store::Plan* plan = nullptr;
  Occurrence occurrence;
  bool settled = false;  ///< it has had its turn: tells only how often the plan fires
  Week week{};           ///< filled in by Weighing
  int step = -1;         ///< of a post of a series: its place there, from 0
  ItemId item{};         ///< of a post, where a sketch was made
};

/// Weighs the dates of one channel against each other. One thread; lives no longer than the dates.
class Weighing {
 public:
  /// `all`: earliest first, and all of each week that is asked about. `posted`: when something went there already.
  static Result<Weighing> of(std::vector<Dated>& all, const store::Attention& attention, std::vector<TimePoint> posted,
                             const Almanac& almanac);

  /// Whether the date, which is to be posted, has a place in its week.
  bool has_place(const Dated& dated) const;
  /// It is posted.
  void post(const Dated& dated);
  /// What is left of the plan's series; nothing when it has no known end.
  std::optional<int> steps_left(const store::Plan& plan) const;
  void set_steps_left(const store::Plan& plan, int left) { steps_left_[&plan] = left; }

 private:
  Weighing(std::vector<Dated>& all, int most, std::vector<TimePoint> posted)
      : all_(all), most_(most), posted_(std::move(posted)) {}
  Result<void> find_weeks(const Almanac& almanac);
  bool comes_before(const Dated& one, const Dated& other) const;

  std::vector<Dated>& all_;
  int most_;
  std::vector<TimePoint> posted_;
  std::map<std::pair<const store::Plan*, TimePoint>, int> often_;  ///< how often each plan fires in each week
  std::map<const store::Plan*, std::optional<int>> steps_left_;
};

}  // namespace allybot::schedule
