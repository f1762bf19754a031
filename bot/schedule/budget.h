// Which of the nudges that are due in a week are posted, so that a channel, or a member, bears no more than they want.
//
//   The rule. A week is Monday to Sunday on the plan's own calendar. In it at most N nudges go to one channel, or to one member,
//   over all plans, series and days of observance; what was posted already counts. When more are due than are left, those
//   stay that come first in this order: steps of a series; days of observance; plans with fewer dates in that week; the
//   earlier date; the older plan. Where somebody asked for quiet, nothing is posted before the day on which it goes on.
//
// Must never read a clock: what was posted and what is to come, in; reasons "quiet" and "budget", out.
#pragma once

#include <string>
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

/// A plan that walks through a series says so by its slug; one that keeps a day of observance by this beginning.
inline constexpr std::string_view kDayPrefix = "day/";

/// The moments at which the week of a local date begins and ends, on the wall clock of the zone.
struct Week {
  TimePoint from{}, to{};
};
Week week_of(const Zone& zone, const LocalDate& date);

/// One date of one plan.
struct Dated {
  const store::Plan* plan = nullptr;
  Occurrence occurrence;
  bool passed = false;  ///< before the span: tells only how often the plan fires
  Week week{};          ///< filled in by hold_back()
};

/// Marks what is not posted, of all the dates of one channel, earliest first. `posted`: when something went there already, in
/// the weeks of the span.
Result<void> hold_back(std::vector<Dated>& all, const store::Attention& attention, std::vector<TimePoint> posted);

/// The dates of all plans of one channel in (after, upto], held back, earliest first.
Result<std::vector<Dated>> dates_of(const std::vector<store::Plan>& plans, const store::Attention& attention,
                                    const std::vector<TimePoint>& posted, TimePoint after, TimePoint upto,
                                    const DaysOff& days = DaysOff::usual());
/// The same for what the store knows of the channel.
Result<std::vector<Dated>> dates_of(const std::vector<store::Plan>& plans, const ChannelKey& channel, TimePoint after,
                                    TimePoint upto, store::Reader& tx, const DaysOff& days);

/// Why the occurrence, which is due now, is not posted; empty when it is.
Result<std::string> why_held_back(const store::Plan& plan, const Occurrence& occurrence, TimePoint now, store::Reader& tx,
                                  const DaysOff& days);

}  // namespace allybot::schedule
