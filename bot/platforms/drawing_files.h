// The scripts that draw a message as its platform will: what they share, out of drawing/, and draw_<name>.js of each platform,
// out of its own folder.
// Must never be needed for sending: they judge nothing, they show.
#pragma once

#include <span>

#include "bot/platforms/page_file.h"

namespace allybot::platforms::drawing {

/// In the order of their paths. Made by embed.cmake.
std::span<const PageFile> page_files();

}  // namespace allybot::platforms::drawing
