// A card and a form as cardsV2. https://developers.google.com/workspace/chat/api/reference/rest/v1/cards
// Must never pass a limit of limits.h, let text become markup, or hold a button value: values are patched into holes.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/core/form.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::google_chat {

/// The fields of a message as JSON without its braces: what stands beside them differs. `function` is what a press calls.
std::string message_fields(const Card& card, const std::string& function, Cutter& cutter);
/// A form as a card with inputs: a dialog may be opened only by a button that asked for one before anybody knew the answer.
std::string form_fields(const Form& form, const std::string& function, const std::string& value);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json);

}  // namespace allybot::platforms::google_chat
