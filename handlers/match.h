// What a typed text asks for: a verb, a near miss of one, words to look for, a greeting, or nothing.
// Must never carry anything out, and never guess between two verbs.
#pragma once

#include <string>
#include <string_view>

#include "handlers/registry.h"
#include "handlers/verbs.h"

namespace allybot::handlers {

struct Match {
  enum class Kind {
    Verb,        ///< `entry` with `arguments`
    Suggestion,  ///< the first word is nearly `suggestion`'s: "did you mean"; `arguments` is all that was typed
    Words,       ///< no verb: `arguments` is all that was typed
    Greeting,
    Empty,
  };
  Kind kind = Kind::Empty;
  const Entry* entry = nullptr;
  std::string verb;       ///< "tip", "schedule add": in English, whatever was typed
  std::string arguments;  ///< trimmed, as typed, NFC
  std::string suggestion;
};

Match match(std::string_view text, const Tongues& tongues = {});
/// Without the lines that quote somebody ("> ..."), as mentions and direct messages are read.
std::string without_quoted_lines(std::string_view text);
/// The entry of an action's name, or nothing.
const Entry* action_entry(std::string_view name);

}  // namespace allybot::handlers
