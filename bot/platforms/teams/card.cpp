#include "bot/platforms/teams/card.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/teams/limits.h"

namespace allybot::platforms::teams {
namespace {

using Json = nlohmann::ordered_json;

Json attachment_around(Json card, const std::string& /*summary*/) {
  return Json{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}};
}

Json activity_around(Json card, const std::string& summary) {
  return Json{
      {"type", "message"}, {"summary", summary}, {"attachments", Json::array({attachment_around(std::move(card), summary)})}};
}

Json data_of(const std::string& value, const std::string& place, bool form) {
  Json ours{{kValue, value}, {kPlace, place}};
  if (form) ours[kKind] = kKindForm;
  return Json{{kOurs, std::move(ours)}};
}

}  // namespace

const CardDialect& card_dialect() {
  static const CardDialect dialect{"1.5",    true,           true,  kMessage,        kFallback,
                                   kButtons, kButtonsInARow, false, activity_around, data_of};
  return dialect;
}

const CardDialect& attachment_dialect() {
  static const CardDialect dialect = [] {
    CardDialect made = card_dialect();
    made.around = attachment_around;
    return made;
  }();
  return dialect;
}

}  // namespace allybot::platforms::teams
