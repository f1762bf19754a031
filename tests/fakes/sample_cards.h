// One card of every kind that handlers make, for golden files of every platform.
// Must never change without a look at what each platform makes of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/core/card.h"
#include "bot/core/form.h"

namespace allybot::fakes {

/// By the name of their golden file: tip, myth-question, myth-answer, list, help.
std::vector<std::pair<std::string, Card>> sample_cards();
Card sample_home();
Form sample_form();

}  // namespace allybot::fakes
