// JSON Schema of a kind's front matter, for completion and hover help in editors.
// Must never say anything but what the kind's table says.
#pragma once

#include <string>

#include "bot/library/kind.h"

namespace allybot::library {

/// Draft 7, which editors' YAML extensions read. Ends in a newline; content/schema/<kind>.json holds it.
std::string schema_of(const Kind& kind);

}  // namespace allybot::library
