#include "bot/platforms/numbered.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr std::size_t kMostDigits = 2;
constexpr std::size_t kMostNumbers = 20;  // of one card: nobody reads more

void add_links(Card& card) {
  for (const Button& button : card.buttons)
    if (!button.url.empty()) card.blocks.emplace_back(Paragraph{{{button.label, false, false, false, button.url}}});
}

void add_choices(Card& card, const std::string& above, Bullets choices) {
  if (!choices.items.empty()) {
    card.blocks.emplace_back(Paragraph{text_line(above)});
    card.blocks.emplace_back(std::move(choices));
  }
  card.buttons.clear();
  card.cache_key.clear();  // it is another card now
}

}  // namespace

std::optional<int> number_in(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.back() == '.' || text.back() == ')')) text.remove_suffix(1);
  std::int64_t number = 0;
  if (text.size() > kMostDigits || !parse_number(text, number)) return std::nullopt;
  return static_cast<int>(number);
}

std::vector<Action> actions_of(const Card& card) {
  std::vector<Action> actions;
  for (const Button& button : card.buttons)
    if (button.url.empty() && actions.size() < kMostNumbers) actions.push_back(button.action);
  return actions;
}

Card with_numbers(Card card, int first, const std::string& above) {
  add_links(card);
  Bullets choices;
  for (const Button& button : card.buttons) {
    if (!button.url.empty() || choices.items.size() == kMostNumbers) continue;
    const std::string number = std::to_string(first + static_cast<int>(choices.items.size()));
    choices.items.push_back({{number, true, false, false, {}}, {' ' + button.label, false, false, false, {}}});
  }
  add_choices(card, above, std::move(choices));
  return card;
}

Card with_links_alone(Card card) {
  const auto acts = [](const Button& button) { return button.url.empty(); };
  const auto from = std::remove_if(card.buttons.begin(), card.buttons.end(), acts);
  if (from != card.buttons.end()) card.cache_key.clear();
  card.buttons.erase(from, card.buttons.end());
  return card;
}

Card with_words(Card card, const std::string& above, const TypedFor& typed_for, const std::string& colon) {
  add_links(card);
  Bullets choices;
  for (const Button& button : card.buttons) {
    const std::string typed = button.url.empty() ? typed_for(button.action) : std::string();
    if (typed.empty()) continue;
    const auto same = std::find_if(choices.items.begin(), choices.items.end(),
                                   [&typed](const Line& line) { return line.front().text == typed; });
    if (same == choices.items.end())
      choices.items.push_back({{typed, false, false, true, {}}, {colon + ' ' + button.label, false, false, false, {}}});
    else
      same->back().text += ", " + button.label;
  }
  add_choices(card, above, std::move(choices));
  return card;
}

}  // namespace allybot::platforms
