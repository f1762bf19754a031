// A card's buttons as text, where nobody can press: numbers in a member's own conversation, words to type in a room.
// Must never put a number where others read: a reply to it would tell them what a member does.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/card.h"

namespace allybot::platforms {

/// The number that a message is: "2", "2." or "2)", up to 99. Nothing for any other text.
std::optional<int> number_in(std::string_view text);

/// The card without buttons: links as lines, the others numbered from `first` under the sentence `above`, as many as
/// actions_of() gives.
Card with_numbers(Card card, int first, const std::string& above);
/// The card without the buttons that are no links: for where nobody can press and nobody is heard.
Card with_links_alone(Card card);
/// What the numbers mean, in their order.
std::vector<Action> actions_of(const Card& card);

/// What can be typed instead of pressing; empty where nothing can.
using TypedFor = std::function<std::string(const Action&)>;
/// The card without buttons: links as lines, and under the sentence `above` what can be typed, with the labels it stands for.
Card with_words(Card card, const std::string& above, const TypedFor& typed_for, const std::string& colon);

}  // namespace allybot::platforms
