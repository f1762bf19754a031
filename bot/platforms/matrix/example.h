// Where cards are drawn as Matrix would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {

inline Example example() {
  return example_in(kPlatform, "example.org", "!general:example.org", "member:example.org",
                    Route{Asked::Command, {}, {}, {}}.text());
}

}  // namespace allybot::platforms::matrix
