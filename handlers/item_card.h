// An item of content as a card: what to do, why, where it comes from, and the buttons that fit the place.
// Must never name who asked or who shared.
#pragma once

#include <string>
#include <string_view>

#include "handlers/speaker.h"

namespace allybot::handlers {

/// Where the card will be seen.
enum class Showing {
  Private,  ///< by one member, in a channel: may be shared there
  Direct,   ///< in the member's own conversation with the bot
  Public,   ///< by a whole channel: buttons are anybody's
  Posted,   ///< by a whole channel where nobody can press or ask: all of it stands there
};

/// What the member said of a myth's claim.
enum class Vote { None, Myth, Fact };

/// A tip, resource, ... in full; a myth as its claim with the buttons Myth and Fact. `again` is the object of Another:
/// the kind and the words that were asked for.
Card item_card(const Speaker& speaker, const library::Item& item, Showing showing, const std::string& again);
/// The answer to a myth's claim.
Card reveal_card(const Speaker& speaker, const library::Item& item, Showing showing, Vote vote, const std::string& again);
/// The item without its feedback buttons and with a sentence of thanks, for after they were pressed.
Card thanked_card(const Speaker& speaker, const library::Item& item, Showing showing, const std::string& again,
                  std::string_view thanks_key);

/// "This is no reporting channel", with whom to turn to instead: said first by what people may use to tell of harassment.
std::string not_for_reports(const Speaker& speaker, Showing showing);
/// "article, 40 minutes, free"
std::string resource_facts(const Speaker& speaker, const library::Item& item);
/// "Limited: ..." for the sources of an item, from the least to the most certain; empty without sources.
std::string how_sure(const Speaker& speaker, const library::Item& item);
/// The word for a kind, "tip" for "tips".
std::string kind_word(const Speaker& speaker, std::string_view kind);

}  // namespace allybot::handlers
