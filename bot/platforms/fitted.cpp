#include "bot/platforms/fitted.h"

#include <type_traits>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kField = "text";

/// The most of one block that still fits, or nothing of it.
std::string cut_block(const Block& block, std::size_t most, const MarkdownRules& rules) {
  return std::visit(
      [most, &rules](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Divider>) {
          return {};
        } else if constexpr (std::is_same_v<Kind, Bullets>) {
          Bullets kept{{}, b.numbered};
          std::string shown;
          for (const Line& item : b.items) {
            kept.items.push_back(item);
            std::string more = markdown(Block(kept), rules);
            if (count_code_points(more) + 2 > most) break;
            shown = std::move(more);
          }
          return shown.empty() ? shown : shown + '\n' + std::string(kEllipsis);
        } else {
          return longest_fitting({kField, most}, [&b, &rules](std::size_t characters) {
            Kind shorter = b;
            shorter.line = cut_line(b.line, characters);
            return markdown(Block(std::move(shorter)), rules);
          });
        }
      },
      block);
}

}  // namespace

std::string fitted_body(const Card& card, std::size_t most, const MarkdownRules& rules, Cutter& cutter) {
  std::string body;
  std::size_t used = 0;
  for (const Block& block : card.blocks) {
    std::string text = markdown(block, rules);
    if (trim(text).empty()) continue;
    const std::size_t between = body.empty() ? 0 : 2;
    const std::size_t length = count_code_points(text);
    const bool too_much = used + between + length > most;
    if (too_much) {
      cutter.note(kField, too_long(used + between + length, {kField, most}));
      text = cut_block(block, used + between < most ? most - used - between : 0, rules);
    }
    if (!text.empty()) {
      if (between > 0) body += "\n\n";
      body += text;
      used += between + length;
    }
    if (too_much) break;
  }
  return body;
}

}  // namespace allybot::platforms
