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

Card with_member_names(Card card, const ShownAs& shown_as) {
  for (Block& block : card.blocks) {
    std::visit(
        [&](auto& b) {
          using Kind = std::decay_t<decltype(b)>;
          if constexpr (std::is_same_v<Kind, Bullets>) {
            for (Line& item : b.items) name_line(item, shown_as);
          } else if constexpr (!std::is_same_v<Kind, Divider>) {
            name_line(b.line, shown_as);
          }
        },
        block);
  }
  return card;
}

}  // namespace allybot::platforms
