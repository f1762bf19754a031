// A card as a message of Discord: Markdown in `content`, an embed for what is too long for it, rows of buttons.
// https://docs.discord.com/developers/resources/message
// Must never pass a limit of limits.h, and never hold a button value: values are patched into holes for each request.
//
// The text stands in `content` because that is what notifications and screen readers say and what channels show without the
// right to embed. Components V2 would forbid `content`, and shows the same words in a box.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::discord {

/// Where what is too long for `content` goes: answers may carry an embed, posts would need the right to embed links.
enum class Overflow { Embed, Cut };

/// `"content":"...","embeds":[...],"components":[...]`, without the braces, so that envelopes may be put around it. Button
/// number i has hole(i) for CustomId::beginning(). All three are always there: an edit clears what it does not name.
std::string message_fields(const Card& card, Overflow overflow, Cutter& cutter);

/// Our own JSON as text; never throws.
std::string dumped(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace allybot::platforms::discord
