// What the schedule asks of the content: which days are off where, how long a series is, and which days are observed.
// Must never know where that is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/schedule/zone.h"
#include "bot/store/records.h"

namespace allybot::schedule {

/// A plan that walks through a series says so by its slug; one that keeps days of observance by this beginning.
inline constexpr std::string_view kDayPrefix = "day/";
inline bool keeps_days(const store::Plan& plan) { return plan.series.compare(0, kDayPrefix.size(), kDayPrefix) == 0; }

/// This one: Saturday and Sunday, no holidays, no series, no days of observance. Any thread may ask.
class Almanac {
 public:
  virtual ~Almanac() = default;
  /// `weekday` is 1 for Monday. `region` is "DE", "DE-BE" or empty: not said.
  virtual bool is_weekend(const std::string& region, int weekday) const;
  /// The holiday's name; empty on other days.
  virtual std::string holiday(const std::string& region, const LocalDate& date) const;
  /// How many steps of the plan's series are left from Plan::step on; nothing where no such series is known.
  virtual std::optional<int> steps_left(const store::Plan& plan) const;

  /// Whether a plan that keeps days of observance has one on that date of its rule.
  virtual bool observes(const store::Plan& plan, const LocalDate& date) const;

  static const Almanac& usual();
};

}  // namespace allybot::schedule
