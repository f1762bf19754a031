// Picks one item for the member who asked and answers with its card.
// Must never show the same item again while others that match are unseen, and never answer with an error for want of a match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/library/pick.h"
#include "handlers/item_card.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// One item of the kind that the words ask for; an item's own slug shows that item. Without a match: the three nearest.
Result<Reply> draw_item(const Call& call, std::string_view kind, std::string_view words);
/// The same as a card, for who adds to it. Notes the item as seen by who reads the answer.
Card draw_card(const Call& call, std::string_view kind, std::string_view words);
/// Any item that suits the member: what they chose, and what they said of others.
library::PickQuery suiting(const Call& call);
/// Where an answer to this call is seen.
Showing showing_of(const Call& call);
/// Buttons that open items, titled by them.
void add_open_buttons(Card& card, const std::vector<const library::Item*>& items);

/// *Another* (and *Get one privately*): the object is the kind and the words.
Result<Reply> another(const Call& call);
/// Opens the item that the object names.
Result<Reply> open_item(const Call& call);

}  // namespace allybot::handlers
