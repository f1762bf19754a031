// Rocket.Chat's text: how its Markdown differs, and what members typed.
// https://github.com/RocketChat/Rocket.Chat/blob/develop/packages/message-parser/src/grammar.pegjs
// Must never let text of ours or of a member call somebody, link or format what the card did not ask for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/platforms/card_text.h"

namespace allybot::platforms::rocket_chat {

/// One star is bold, one underscore italic. A backslash takes the meaning from a mark in some versions alone, so none is used.
const MarkdownRules& markdown_rules();

/// How the bot is called.
struct Called {
  std::string_view name;          ///< its user name; empty while it is not known
  std::string_view trigger_word;  ///< the word of the webhook that was found; may be empty
};

struct Spoken {
  std::string text;                        ///< without what called us; other members as `<@ID>`; a typed "<@" gets a space
  bool called_first = false;               ///< a call of us is the first thing in it
  std::vector<std::string> unknown_names;  ///< that `id_of` does not know, among the first few
};
Spoken spoken_text(std::string_view typed, const Called& called,
                   const std::function<std::optional<std::string>(std::string_view name)>& id_of);

/// The form of a user name.
bool is_user_name(std::string_view text);

}  // namespace allybot::platforms::rocket_chat
