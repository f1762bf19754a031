// JSON as a platform would send it when somebody typed any bytes at all, such as ones that are no text.
// Must never make them text: what an adapter does with them is what tests want to see.
#pragma once

#include <string>

namespace allybot::fakes {

/// Stands for what was typed while the JSON is made.
inline constexpr const char* kTypedHere = "TEXT-OF-THE-MESSAGE";
/// The JSON with what was typed wherever kTypedHere stands.
std::string with_typed(std::string json, const std::string& typed);

}  // namespace allybot::fakes
