// A card and a form as cardsV2. https://developers.google.com/workspace/chat/api/reference/rest/v1/cards
// Must never pass a limit of limits.h, let text become markup, or hold a button value: values are patched into holes.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/core/form.h"
#include "bot/core/reply.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::google_chat {

/// Where it is shown. In a dialog no button may open another one.
enum class On { Message, Dialog };

struct Drawn {
  std::string card;      ///< JSON
  std::string fallback;  ///< what a notification says
};

/// `function` is what a press calls.
Drawn draw(const Card& card, const std::string& function, On where, Cutter& cutter);
/// A form as a card with inputs, with what is wrong with it under the sentence `say`.
Drawn draw(const Form& form, const std::string& function, const std::string& value, const FormProblems& problems,
           const std::string& say);

/// The fields of a message as JSON without its braces: what stands beside them differs.
std::string message_fields(const Drawn& drawn);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json);

}  // namespace allybot::platforms::google_chat
