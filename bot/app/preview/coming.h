// Where and when an item of content will be posted next by the plans in the database, foretold as `schedule next` does.
// Must never tell who asked for nudges of their own, and never write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/library/library.h"
#include "bot/schedule/almanac.h"
#include "bot/store/store.h"
#include "handlers/memory.h"

namespace allybot::app {

struct ComingPost {
  enum class Chance {
    Set,       ///< the next step of a series, or the action of a day of observance
    Drawn,     ///< by the chance that `simulate` has
    Possible,  ///< the plan's next post that may draw it
  };
  ChannelKey channel;
  PlanId plan;
  TimePoint at{};
  std::string zone;  ///< of the plan
  Chance chance = Chance::Possible;
};
const char* name_of(ComingPost::Chance chance);

struct ComingPosts {
  std::vector<ComingPost> posts;  ///< at most one for each plan, earliest first
  bool all_asked = true;          ///< false: there are more channels than are looked at
};
/// Within eight weeks of `now`.
Result<ComingPosts> coming_posts(const library::Library& library, const library::Item& item, const handlers::Defaults& defaults,
                                 TimePoint now, store::Reader& tx);

/// When something is posted next, wherever: what quiet or a budget holds back is passed over. Of plans whose next post is more
/// than eight weeks away, the next date.
Result<std::optional<TimePoint>> next_post(const schedule::Almanac& almanac, TimePoint now, store::Reader& tx);

}  // namespace allybot::app
