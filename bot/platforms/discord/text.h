// Discord's Markdown: escaping, lines and blocks, and what members typed.
// https://docs.discord.com/developers/reference#message-formatting Must never let text of ours or of a member become a mention, a
// link, a time or a format that the card did not ask for.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::discord {

/// Literal text, every mark kept from being one by a backslash. Line breaks stay; other control characters become spaces.
std::string escape(std::string_view text);
/// Links in angle brackets, so that Discord shows no preview; an address that is not https stands beside its words.
std::string markdown(const Line& line);
/// One block; empty for a divider, which Discord has none of.
std::string markdown(const Block& block);

/// What a member typed: `<@!5>`, an old form, is `<@5>`; `<:name:6>` is ":name:".
std::string typed_text(std::string_view text);

}  // namespace allybot::platforms::discord
