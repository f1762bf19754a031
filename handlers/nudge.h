// What a plan posts: an item that its channel has not seen, as a card for everybody there.
// Must never write: the ticker claims the occurrence and notes what was seen in its own transaction.
#pragma once

#include <memory>

#include "handlers/dispatch.h"
#include "handlers/item_card.h"
#include "handlers/memory.h"

namespace allybot::handlers {

struct DrawnNudge {
  ItemId item;
  Card card;
  std::string language{};  ///< of the card
  int next_step = -1;      ///< of a series: where its plan goes on
  bool last = false;       ///< it was the last step
};

/// Picks for the plan's channel at the moment. NotFound when nothing matches.
Result<DrawnNudge> draw_nudge(const Services& services, const store::Plan& plan, TimePoint at, store::Reader& tx);

}  // namespace allybot::handlers
