// A card as Slack's blocks. https://docs.slack.dev/reference/block-kit
// Must never pass a limit of limits.h, and never hold a button value: values are patched into holes for each request.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::slack {

/// Blocks for a message or a view; button number i has hole(i) for a value.
nlohmann::ordered_json card_blocks(const Card& card, const Limit& most_blocks, const std::string& cancel, Cutter& cutter);

/// `"text":"...","blocks":[...]`, without the braces, so that envelopes may be put around it.
std::string message_fields(const Card& card, const std::string& cancel, Cutter& cutter);

nlohmann::ordered_json plain_text_object(std::string_view text, const Limit& limit, Cutter& cutter, std::string_view field);
/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace allybot::platforms::slack
