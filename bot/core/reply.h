// What a handler answers. Platform-neutral; the adapter decides how each is shown.
// Must never be public: what the channel shall see is a post in the outbox, written by the handler in its transaction.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/core/card.h"
#include "bot/core/form.h"

namespace allybot {

/// Nothing to show (the effect shows itself).
struct Silence {};

/// A new private message to the member who asked. Where the platform has none in a channel: a direct message.
struct Answer {
  Card card;
};

/// The message whose button was pressed becomes this card; for a command, or where the message cannot be
/// changed, the same as Answer.
struct Replace {
  Card card;
};

/// Opens a form; where it cannot be opened, its questions are asked as an Answer.
struct OpenForm {
  Form form;
};

/// The form stays open and shows these sentences under its fields.
struct FormProblems {
  std::vector<std::pair<std::string, std::string>> by_field;
  /// The form once more with what was typed in it, for where a form does not stay by itself. Set by the dispatcher; nothing when
  /// it cannot be opened any more.
  std::optional<Form> form = {};
};

/// The bot's own page for this member (Slack's Home); nothing elsewhere.
struct HomePage {
  Card card;
};

/// Words that complete what is being typed: what to insert, and what to show.
struct Completions {
  std::vector<Choice> choices;
};

/// Messages that a member may post in their own name, also where the bot is not: their cards have no buttons but links.
struct Offers {
  struct Offer {
    Card card;
    std::string teaser;  ///< what a list says of it below its title
  };
  std::vector<Offer> all;
};

using Reply = std::variant<Silence, Answer, Replace, OpenForm, FormProblems, HomePage, Completions, Offers>;

}  // namespace allybot
