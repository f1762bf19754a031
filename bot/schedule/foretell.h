// What becomes of every date of one channel's plans: the one place that knows all the rules together. The ticker, `schedule
// next`, calendars and `simulate` ask here, so that they cannot disagree.
// Must never read a clock and never write: what the store holds goes in, posts and non-posts with their reasons come out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/schedule/budget.h"

namespace allybot::schedule {

/// How late after downtime a plan still posts, unless it says otherwise.
inline constexpr std::chrono::hours kGrace{2};
/// How late an occurrence of the plan may be posted: `grace` for most, however late for "once". A step of the ticker comes every
/// second or so; what is "never" late has a quarter of an hour for a restart.
milliseconds allowed_lateness(const store::Plan& plan, std::chrono::hours grace);

/// Where the foretelling begins.
struct Situation {
  std::vector<store::Plan> plans;  ///< all of one channel
  store::Attention attention{};
  std::vector<TimePoint> posted{};  ///< what went there already, earliest first
};
/// What the store knows of the channel, to foretell from `after` on.
Result<Situation> situation_of(const ChannelKey& channel, TimePoint after, store::Reader& tx);

/// What a post would hold.
struct Sketch {
  ItemId item;
  int next_step = -1;  ///< of a series: where its plan goes on
};
/// Called for each post, earliest first; `plan` stands at the step that it would post. NotFound: nothing matches ("no-content").
using Sketcher = std::function<Result<Sketch>(const store::Plan& plan, const Occurrence& occurrence)>;

/// The bot does not run from the one moment to the other.
struct Downtime {
  TimePoint from{}, upto{};
};

struct Question {
  TimePoint after{}, upto{};
  const Almanac& almanac = Almanac::usual();
  Sketcher sketch{};  ///< none: every post finds something
  std::optional<Downtime> down{};
};

/// The dates in (after, upto], earliest first. To the reasons of due.h come "quiet", "budget", "no-content", "late", and
/// "series-over" for the first date after the last step. The plans must outlive the answer.
Result<std::vector<Dated>> foretell(const Situation& situation, const Question& question);

/// Why the occurrence, which is due now, is not posted ("quiet", "budget"); empty when it is.
Result<std::string> why_held_back(const store::Plan& plan, const Occurrence& occurrence, TimePoint now, store::Reader& tx,
                                  const Almanac& almanac);

}  // namespace allybot::schedule
