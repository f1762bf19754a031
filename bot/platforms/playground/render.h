// Cards, forms and the state of the workspace as the JSON that the page draws.
// Must never hold HTML: texts are texts, and the page puts them in as such.
#pragma once

#include <functional>
#include <string>

#include "bot/core/card.h"
#include "bot/core/form.h"
#include "bot/core/reply.h"
#include "bot/platforms/cut.h"
#include "bot/platforms/playground/journey.h"
#include "bot/platforms/playground/workspace.h"

namespace allybot::platforms::playground {

using Sign = std::function<std::string(const Action& action)>;

/// {"card":{...}}: the content of a message of the bot.
std::string card_content(const Card& card, const Sign& sign, Cutter& cutter);
/// {"text":"..."}: the content of a message that a member typed.
std::string text_content(std::string_view text);

/// {"form":{...}}
std::string form_answer(const Form& form, const std::string& value);
/// {"problems":[...]}
std::string problems_answer(const FormProblems& problems);
/// {"choices":[...]}
std::string completions_answer(const Completions& completions);
Card problems_as_card(const FormProblems& problems);

/// Everything that the page of one member needs to be up to date.
struct State {
  const Member& member;
  const Workspace::News& news;
  const Journey::Standing& clock;
  std::string_view epoch;  ///< of this run of the program and this filling of the workspace
  std::string_view command;
};
std::string state_json(const State& state);

}  // namespace allybot::platforms::playground
