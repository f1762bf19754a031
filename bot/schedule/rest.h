// When nothing is posted although a plan says so: days off of the place, quiet hours, blackout spans. The rules, in this order:
// 1. On a day off a plan that asks for it is skipped, or moves to the nearest working day before or after, at most two weeks
// away.
//    A day off is a public holiday or one of the organisation's own and, if the plan says so, a weekend of the region. Where it
//    moves to is always a working day: no holiday, no weekend, and not in a blackout span. Of several dates of one plan that fall
//    on one day so, the one whose own day is nearest is posted, the others are not ("doubled").
// 2. In a blackout span nothing is posted.
// 3. In quiet hours it waits for their end. When that end lies in a blackout span, or on a day off that the plan minds, it is not
//    posted.
// Must never know which days are off where: that is asked through the almanac.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/result.h"
#include "bot/schedule/zone.h"
#include "bot/store/records.h"

namespace allybot::schedule {

/// Plan::days_off, read.
struct OnDayOff {
  enum class Then { Post, Skip, Before, After };
  Then then = Then::Post;
  bool weekends = false;  ///< a weekend is a day off, too

  static Result<OnDayOff> read(std::string_view text);
  std::string str() const;  ///< "", "skip holidays", "before days-off", ...
};

/// Plan::late, read: what happens to an occurrence that was missed.
enum class Late { Grace, Once, Never };
Result<Late> read_late(std::string_view text);

/// Times of day from `begin` to `end`, in minutes; over midnight when it ends before it begins.
struct QuietHours {
  int begin = 0, end = 0;  ///< equal: none
  bool any() const { return begin != end; }
  bool holds(const LocalTime& time) const;
  /// When they end for a time that they hold.
  LocalTime end_after(const LocalTime& time) const;
  std::string str() const;  ///< "20:00-08:00"; empty when there are none
  static Result<QuietHours> read(std::string_view text);
};

/// Both ends inclusive.
struct DateSpan {
  LocalDate first, last;
  friend auto operator<=>(const DateSpan&, const DateSpan&) = default;
};
Result<std::vector<DateSpan>> read_spans(std::string_view text);
std::string to_text(const std::vector<DateSpan>& spans);

}  // namespace allybot::schedule
