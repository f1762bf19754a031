// A card as an Adaptive Card. https://adaptivecards.io/explorer
// Must never pass a limit of limits.h, let text become markup, or hold a button value: values are patched into holes.
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::teams {

/// Holes of a message beside those of the values (0, 1, ...): the place that its buttons are for.
struct Holes {
  std::size_t place;
  explicit Holes(const Card& card) : place(card.buttons.size()) {}
};

/// A message activity as JSON. `above` is a line of small print over the card; empty: none.
/// Text is in TextRuns, in which Teams reads no Markdown and no mention.
std::string message_activity(const Card& card, const std::string& above, Cutter& cutter);

/// A message activity around the body and actions of any card, `summary` for notifications.
nlohmann::ordered_json activity_of(nlohmann::ordered_json body, const std::string& summary);
nlohmann::ordered_json paragraph(const Line& line);
/// The line of small print over a card or a form.
nlohmann::ordered_json small_print(const std::string& text);
/// A heading for screen readers where the text has nothing that Markdown would read; else the same in bold.
nlohmann::ordered_json heading(const std::string& text);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace allybot::platforms::teams
