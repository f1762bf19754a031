// The files of the page, as they lie in page/, compiled into the program.
// Must never be changed at run time but for the token in index.html: what was built is what is served.
#pragma once

#include <span>

#include "bot/platforms/page_file.h"

namespace allybot::platforms::playground {

/// In the order of their names. Made by embed.cmake.
std::span<const PageFile> page_files();

/// What stands in index.html where the token goes.
inline constexpr std::string_view kTokenMark = "{{token}}";

}  // namespace allybot::platforms::playground
