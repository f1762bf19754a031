// What the plans of a channel will post: the schedule's foretelling, drawing as the nudges will.
// Must never write, and never make a card: ids and titles only.
#pragma once

#include <memory>
#include <optional>

#include "bot/core/random.h"
#include "bot/library/pick.h"
#include "bot/schedule/simulate.h"
#include "handlers/dispatch.h"
#include "handlers/memory.h"

namespace allybot::handlers {

Defaults defaults_of(const Services& services);

/// The same chance in each run (splitmix64), so that two simulations can be compared. One thread.
class SameRandom final : public Random {
 public:
  std::uint64_t below(std::uint64_t bound) override;

 private:
  std::uint64_t state_ = 0;
};

/// Language, region and audience of a channel, or of the member whose own conversation it is.
Result<Preferences> readers_of(const library::Library& library, const Defaults& defaults, const ChannelKey& channel,
                               store::Reader& tx);

/// Who reads in a channel, or in a member's own conversation, and what they have seen.
struct Readership {
  Preferences preferences;
  library::SeenMap seen;
  Verdicts verdicts;
};
Result<Readership> readership_of(const library::Library& library, const Defaults& defaults, const ChannelKey& channel,
                                 store::Reader& tx);

/// What the plan asks for.
library::PickQuery query_of(const store::Plan& plan, const Readership& readers, TimePoint at);
/// What the plan draws at the moment from what it may; no item when nothing matches.
library::Picked pick_for(const library::Library& library, const store::Plan& plan, const Readership& readers, TimePoint at,
                         Random& random);

/// The step of a series that its plan posts next.
struct NextStep {
  const library::Series* series = nullptr;
  const library::Item* item = nullptr;
  std::size_t at = 0;  ///< its place, from 0
  bool last = false;
};
/// Items that left the library are passed over. NotFound when the series is over, or gone.
Result<NextStep> next_step(const library::Library& library, const store::Plan& plan, const std::string& language);

/// Draws for one post after the other, and remembers what it drew. `library` and `random` must outlive it.
schedule::Sketcher sketcher_of(const library::Library& library, const std::string& default_region, Readership readers,
                               Random& random);

/// What simulating needs of the content.
struct Content {
  const library::Library* library;  ///< none: nothing is drawn
  const Defaults& defaults;
  const schedule::Almanac& almanac;
};
/// All plans of the channel over a span of dates, drawing by the same chance every time.
Result<std::vector<schedule::SimulatedRow>> simulate_channel(const Content& content, const ChannelKey& channel,
                                                             const schedule::Span& span,
                                                             const std::optional<schedule::Downtime>& down, store::Reader& tx);

}  // namespace allybot::handlers
