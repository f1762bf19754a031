// Mattermost's text: its Markdown, and what members typed.
// Must never let text of ours or of a member call somebody, link or format what the card did not ask for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/card.h"
#include "bot/platforms/card_text.h"

namespace allybot::platforms::mattermost {

/// A member's id and the name by which members call them.
struct Named {
  std::string id;
  std::string name;
};

/// How Mattermost's Markdown differs. https://docs.mattermost.com/collaborate/format-messages.html
const MarkdownRules& markdown_rules();

/// What a member typed, with "@name" of the members in `mentioned` as `<@ID>`; a typed "<@" gets a space, so that only
/// Mattermost can make a mention.
std::string with_mentions(std::string_view text, const std::vector<Named>& mentioned);

/// Names of members by id, where they are known.
using NameOf = std::function<std::optional<std::string>(std::string_view id)>;
/// The card with each run `<@ID>` as "@name": shown, not called. An unknown id stays as it is.
Card with_names(Card card, const NameOf& name_of);

/// Plain text in which no "@name" calls anybody.
std::string without_calls(std::string_view text);

}  // namespace allybot::platforms::mattermost
