// Forms as Adaptive Cards with inputs, in any message: for platforms whose dialogs no answer could open.
// Must never put anything into a button's data that a stranger could use: its value opens for one member alone.
#pragma once

#include <string>

#include "bot/core/form.h"
#include "bot/core/reply.h"
#include "bot/platforms/adaptive_card.h"

namespace allybot::platforms {

struct FormTicket {
  std::string value;  ///< signed, for the member
  std::string place;
  std::string needed;  ///< said beside an input that was left empty
};

/// A message as JSON.
std::string adaptive_form(const Form& form, const std::string& above, const FormTicket& ticket, const CardDialect& dialect);

}  // namespace allybot::platforms
