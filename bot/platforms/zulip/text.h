// Zulip's text: how its Markdown differs, and what members typed. https://zulip.com/help/format-your-message-using-markdown
// Must never let text of ours or of a member call somebody, link or format what the card did not ask for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/platforms/card_text.h"

namespace allybot::platforms::zulip {

/// A backslash is shown as it is (zerver/lib/markdown leaves the pattern "escape" out).
const MarkdownRules& markdown_rules();

/// Who the bot is, as a request and the server tell.
struct Ourselves {
  std::string_view name;
  std::string_view id;  ///< empty while it is not known
};

struct Spoken {
  std::string text;           ///< without mentions of us; other members as `<@ID>`; a typed "<@" gets a space
  bool called_first = false;  ///< a mention of us is the first thing in it
  bool unknown_name = false;  ///< somebody is mentioned by a name that `id_of` does not know
};
/// Zulip writes a mention as "@**Name**" where one member alone has that name, else as "@**Name|5**".
Spoken spoken_text(std::string_view typed, const Ourselves& us,
                   const std::function<std::optional<std::string>(std::string_view name)>& id_of);

}  // namespace allybot::platforms::zulip
