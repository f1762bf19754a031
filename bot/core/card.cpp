#include "bot/core/card.h"

#include <type_traits>

namespace allybot {
namespace {

std::string block_text(const Block& block) {
  return std::visit(
      [](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::string text;
          for (std::size_t i = 0; i < b.items.size(); ++i) {
            if (i > 0) text += '\n';
            text += b.numbered ? std::to_string(i + 1) + ". " : "- ";
            text += plain_text(b.items[i]);
          }
          return text;
        } else if constexpr (std::is_same_v<Kind, Labelled>) {
          return b.label + ": " + plain_text(b.line);
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return {};
        } else {
          return plain_text(b.line);
        }
      },
      block);
}

}  // namespace

std::string plain_text(const Line& line) {
  std::string text;
  for (const Inline& run : line) {
    text += run.text;
    if (!run.link.empty() && run.link != run.text) text += " (" + run.link + ")";
  }
  return text;
}

std::string plain_text(const Card& card) {
  std::string text = card.title;
  for (const Block& block : card.blocks) {
    const std::string part = block_text(block);
    if (part.empty()) continue;
    if (!text.empty()) text += "\n\n";
    text += part;
  }
  return text;
}

Line text_line(std::string text) { return {Inline{std::move(text), false, false, false, {}}}; }

}  // namespace allybot
