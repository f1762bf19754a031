#include "bot/platforms/fitted.h"

#include <type_traits>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kField = "text";

}  // namespace

std::string cut_block(const Block& block, const Limit& limit, const std::function<std::string(const Block&)>& markdown) {
  return std::visit(
      [&](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Divider>) {
          return {};
        } else if constexpr (std::is_same_v<Kind, Bullets>) {
          Bullets kept{{}, b.numbered};
          std::string shown;
          for (const Line& item : b.items) {
            kept.items.push_back(item);
            std::string more = markdown(Block(kept));
            if (measure(more, limit.unit) + 2 > limit.most) break;
            shown = std::move(more);
          }
          return shown.empty() ? shown : shown + '\n' + std::string(kEllipsis);
        } else {
          return longest_fitting(limit, [&](std::size_t most) {
            Kind shorter = b;
            shorter.line = cut_line(b.line, most);
            return markdown(Block(std::move(shorter)));
          });
        }
      },
      block);
}

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
      const Limit room{kField, used + between < most ? most - used - between : 0};
      text = cut_block(block, room, [&rules](const Block& shorter) { return markdown(shorter, rules); });
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
