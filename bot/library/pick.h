// Choosing one item: what matches, what was not seen, and chance. Pure: no clock, no store, no globals.
// Must never pick a draft, something expired or not yet published, or something of a forbidden region.
#pragma once

#include <string>
#include <vector>

#include "bot/core/random.h"
#include "bot/core/seen.h"
#include "bot/library/library.h"

namespace allybot::library {

struct PickQuery {
  std::string language = "en";
  std::vector<std::string> kinds;   ///< empty: all kinds that may be picked unasked (tips and myths)
  std::vector<std::string> topics;  ///< empty: all
  std::string audience;             ///< empty or "everyone": items for everyone first of all
  std::string region;               ///< ISO 3166, empty: unknown
  std::string words;                ///< what the member typed; search narrows the pool when set
  std::string barrier;              ///< apathy, fear, know-how, peer-pressure: only what helps against it, when there is such
  std::vector<ItemId> useful;       ///< found useful in private: their topics come sooner
  std::vector<ItemId> not_for_me;   ///< put aside while anything else matches; their topics come later
  ItemId not_this;                  ///< never again right away (Another)
  TimePoint now{};
};

/// A reader's history: when each item was last seen.
using SeenMap = SeenItems;

struct Picked {
  const Item* item = nullptr;        ///< nothing: no item matches at all
  bool any_matched = false;          ///< when `item` is nothing: what was not wanted again is the only match
  bool came_round = false;           ///< everything that matches had been seen: this one was seen the longest ago
  std::vector<const Item*> nearest;  ///< when `item` is nothing: up to three things near to what was asked
};

/// Whether an item may be shown to this query at all: draft, publish and expire, region, kind, topic, audience. Who is unknown
/// (no audience, no region) may be shown everything; pick() shows them what holds for everyone first. review_by is not judged
/// here: whether an item past it stays depends on how many of its kind are left, and pick() sees to that.
bool may_show(const Item& item, const PickQuery& query);
/// One of the unseen at random, not of the main topics of the last two seen while there are others; when all have been seen, the
/// one seen longest ago. Of two drawn the one is taken that suits the reader better: by the topics of what
/// was useful and of what was not, or because it is new. picking.md tells it in words.
Picked pick(const Library& library, const PickQuery& query, const SeenMap& seen, Random& random);

}  // namespace allybot::library
