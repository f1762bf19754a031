// What each platform can do, as the table that README.md shows and `allybot manifest` prints.
// Must never say what an adapter does not declare.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// A Markdown table with a row for each platform, a line each; where a platform lacks something, what is done instead.
std::string capability_table(const std::vector<Platform>& platforms);

}  // namespace allybot::platforms
