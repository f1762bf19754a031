// What the schedule asks of the content: which days are off where, and how long a series is.
// Must never know where that is kept.
#pragma once

#include <optional>
#include <string>

#include "bot/schedule/zone.h"
#include "bot/store/records.h"

namespace allybot::schedule {

/// This one: Saturday and Sunday, no holidays, no series. Any thread may ask.
class Almanac {
 public:
  virtual ~Almanac() = default;
  /// `weekday` is 1 for Monday. `region` is "DE", "DE-BE" or empty: not said.
  virtual bool is_weekend(const std::string& region, int weekday) const;
  /// The holiday's name; empty on other days.
  virtual std::string holiday(const std::string& region, const LocalDate& date) const;
  /// How many steps of the plan's series are left from Plan::step on; nothing where no such series is known.
  virtual std::optional<int> steps_left(const store::Plan& plan) const;

  static const Almanac& usual();
};

}  // namespace allybot::schedule
