#include "bot/platforms/unpressed_card.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/adaptive_card.h"
#include "bot/platforms/numbered.h"

namespace allybot::platforms {
namespace {

using Json = nlohmann::ordered_json;

constexpr Limit kMessage{"text", kMostUnpressedBytes, Unit::Bytes};
constexpr Limit kSummary{"fallback", 400};
constexpr Limit kButtons{"buttons", kMostUnpressedLinks};
constexpr std::size_t kButtonsInARow = 5;

Json around(Json card, const std::string& /*summary: the card's own fallbackText*/) {
  return Json{{"type", "message"},
              {"attachments", Json::array({Json{{"contentType", "application/vnd.microsoft.card.adaptive"},
                                                {"contentUrl", nullptr},
                                                {"content", std::move(card)}}})}};
}

const CardDialect& card_dialect() {
  static const CardDialect dialect{"1.5", true, true, kMessage, kSummary, kButtons, kButtonsInARow, false, around, nullptr};
  return dialect;
}

}  // namespace

std::string unpressed_message(const Card& card, Cutter& cutter) {
  return adaptive_message(with_links_alone(card), {}, card_dialect(), cutter);
}

std::vector<CardFault> unpressed_faults(const Card& card) {
  Cutter cutter;
  unpressed_message(card, cutter);
  return cutter.faults();
}

Capabilities unpressed_capabilities() {
  Capabilities all;
  all.buttons = true;  // links alone
  all.most_text = kMessage.most;
  all.most_buttons = kButtons.most;
  return all;
}

}  // namespace allybot::platforms
