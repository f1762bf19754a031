// Forms as cards with inputs: Teams has no dialog that an answer could open, and shows inputs in any message.
// Must never put anything into a button's data that a stranger could use: its value opens for one member alone.
#pragma once

#include <string>

#include "bot/core/form.h"
#include "bot/core/reply.h"

namespace allybot::platforms::teams {

// What the data of our buttons holds beside the values of inputs: {"allybot":{"v":value,"c":place,"k":"f"}}.
inline constexpr const char* kOurs = "allybot";
inline constexpr const char* kValue = "v";
inline constexpr const char* kPlace = "c";
inline constexpr const char* kKind = "k";
inline constexpr const char* kKindForm = "f";

struct FormTicket {
  std::string value;  ///< signed, for the member
  std::string place;
  std::string needed;  ///< said beside an input that was left empty
};

/// A message activity as JSON.
std::string form_activity(const Form& form, const std::string& above, const FormTicket& ticket);

}  // namespace allybot::platforms::teams
