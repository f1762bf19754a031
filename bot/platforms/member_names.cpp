#include "bot/platforms/member_names.h"

#include <type_traits>

namespace allybot::platforms {
namespace {

using ShownAs = std::function<std::optional<std::string>(std::string_view id)>;

void name_line(Line& line, const ShownAs& shown_as) {
  for (Inline& run : line) {
    const std::string& text = run.text;
    if (text.size() < 4 || text.compare(0, 2, "<@") != 0 || text.back() != '>') continue;
    if (auto name = shown_as(std::string_view(text).substr(2, text.size() - 3))) run.text = std::move(*name);
  }
}

}  // namespace

Card with_lines(Card card, const std::function<void(Line&)>& change) {
  for (Block& block : card.blocks) {
    std::visit(
        [&](auto& b) {
          using Kind = std::decay_t<decltype(b)>;
          if constexpr (std::is_same_v<Kind, Bullets>) {
            for (Line& item : b.items) change(item);
          } else if constexpr (!std::is_same_v<Kind, Divider>) {
            change(b.line);
          }
        },
        block);
  }
  return card;
}

Card with_member_names(Card card, const ShownAs& shown_as) {
  return with_lines(std::move(card), [&shown_as](Line& line) { name_line(line, shown_as); });
}

}  // namespace allybot::platforms
