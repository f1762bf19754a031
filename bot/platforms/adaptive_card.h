// A card as an Adaptive Card, for every platform that shows those. https://adaptivecards.io/explorer
// Must never pass a limit of its dialect, let text become markup, or hold a button value: values are patched into holes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms {

/// How a platform shows them.
struct CardDialect {
  std::string_view version;
  bool headings = false;    ///< a TextBlock may be a heading for screen readers (from 1.5 on)
  bool full_width = false;  ///< by Teams' own property
  Limit message;            ///< all of it, as JSON
  Limit summary;            ///< what is said where a card cannot be shown
  Limit buttons;
  std::size_t buttons_in_a_row = 0;  ///< of one set of actions: renderers leave out what is more
  bool one_row = false;              ///< more buttons than that lie behind the last one, which shows them
  /// The message around a card.
  nlohmann::ordered_json (*around)(nlohmann::ordered_json card, const std::string& summary) = nullptr;
  /// What a button sends.
  nlohmann::ordered_json (*data)(const std::string& value, const std::string& place, bool form) = nullptr;
};

/// Holes of a message beside those of the values (0, 1, ...).
struct CardHoles {
  std::size_t place;  ///< the place that its buttons are for
  std::size_t more;   ///< label of the button that shows the others, where there is one_row
  explicit CardHoles(const Card& card) : place(card.buttons.size()), more(place + 1) {}
};

/// A message as JSON. `above` is a line of small print over the card; empty: none.
/// Text is in TextRuns, in which no Markdown and no mention is read.
std::string adaptive_message(const Card& card, const std::string& above, const CardDialect& dialect, Cutter& cutter);

/// The same around the body of any card.
nlohmann::ordered_json adaptive_message_of(nlohmann::ordered_json body, const std::string& summary, const CardDialect& dialect);
nlohmann::ordered_json adaptive_paragraph(const Line& line);
/// The line of small print over a card or a form.
nlohmann::ordered_json adaptive_small_print(const std::string& text);
/// A heading where the text has nothing that Markdown would read; else the same in bold.
nlohmann::ordered_json adaptive_heading(const std::string& text, const CardDialect& dialect);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace allybot::platforms
