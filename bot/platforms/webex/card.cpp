#include "bot/platforms/webex/card.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/webex/limits.h"

namespace allybot::platforms::webex {
namespace {

using Json = nlohmann::ordered_json;

/// Where cards are not shown its text is, and in notifications; "<@" would begin a mention in some of those places.
Json message_around(Json card, const std::string& summary) {
  std::string text;
  for (const char c : summary) {
    if (c == '@' && !text.empty() && text.back() == '<') text += ' ';
    text += c;
  }
  return Json{{"text", std::move(text)},
              {"attachments",
               Json::array({Json{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}}})}};
}

Json data_of(const std::string& value, const std::string& place, bool form) {
  Json ours{{kValue, value}, {kPlace, place}};
  if (form) ours[kKind] = kKindForm;
  return ours;
}

}  // namespace

const CardDialect& card_dialect() {
  static const CardDialect dialect{"1.3", false, false, kMessage, kFallback, kButtons, kActions, true, message_around, data_of};
  return dialect;
}

}  // namespace allybot::platforms::webex
