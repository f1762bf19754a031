#include "bot/platforms/slack/home.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/render_cache.h"
#include "bot/platforms/slack/blocks.h"
#include "bot/platforms/slack/limits.h"

namespace allybot::platforms::slack {

std::string home_page(const Card& card, const MemberId& member, std::span<const std::string> values, const std::string& cancel) {
  Cutter cutter;
  nlohmann::ordered_json view{{"type", "home"}, {"blocks", card_blocks(card, kViewBlocks, cancel, cutter)}};
  const nlohmann::ordered_json arguments{{"user_id", member.str()}, {"view", std::move(view)}};
  return Template(dumped(arguments)).filled(values);
}

}  // namespace allybot::platforms::slack
