// Names a request by what is unique in it, in letters and digits that no key minds.
// Must never be given a secret: the name is stored and logged.
#pragma once

#include <string_view>

#include "bot/core/id.h"

namespace allybot::platforms {

/// Empty for nothing.
RequestId request_id(std::string_view unique);

}  // namespace allybot::platforms
