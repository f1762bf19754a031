// A card as a message of Mattermost: text, and attachments that hold its buttons.
// https://developers.mattermost.com/integrate/reference/message-attachments/
// Must never pass a limit of limits.h, and never hold a button value: values are patched into holes for each request.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::mattermost {

/// Holes of a message beside those of the values (0, 1, ...): the workspace, the place and the kind of message they are for.
struct Holes {
  std::size_t workspace, place, shown;
  explicit Holes(const Card& card)
      : workspace(card.buttons.size()), place(card.buttons.size() + 1), shown(card.buttons.size() + 2) {}
};

/// The text as a JSON string, a line break (which no JSON text holds), the attachments as a JSON array (empty without buttons).
/// A card with buttons stands in an attachment under its title; where it does not fit there, it stands in the text and the
/// attachment holds the buttons alone. `actions_url` is where presses go.
std::string message_parts(const Card& card, const std::string& actions_url, Cutter& cutter);

/// Title, blocks and links as Markdown, at most `most` characters: block by block, the last one cut within its text.
std::string whole_markdown(const Card& card, const Limit& most, Cutter& cutter);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace allybot::platforms::mattermost
