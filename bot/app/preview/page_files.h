// The files of the preview's page, compiled into the program.
// Must never be changed at run time: what was built is what is served.
#pragma once

#include <span>

#include "bot/platforms/page_file.h"

namespace allybot::app::preview {

using platforms::PageFile;

/// In the order of their names. Made by embed.cmake.
std::span<const PageFile> page_files();

}  // namespace allybot::app::preview
