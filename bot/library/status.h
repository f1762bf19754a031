// content status: what the library holds and where the holes are.
// Must never change a file.
#pragma once

#include <string>

#include "bot/library/library.h"

namespace allybot::library {

/// Kind by language, topic and audience; items near review; points of the discussion that are thinly covered.
/// "table" or "json"; Invalid for another.
Result<std::string> content_status(const std::string& root, const Clock& clock, const std::string& format);

}  // namespace allybot::library
