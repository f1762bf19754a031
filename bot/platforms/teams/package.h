// The app package that Teams' admin centre takes: the manifest and the two icons that it names.
// https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
// Must never read a file: the icons are compiled in.
#pragma once

#include <string_view>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::teams {

std::vector<PackageFile> package_files(const ManifestInput& input);

/// PNG: 192 by 192, and 32 by 32 in white on nothing. Made by icons.cmake out of icons/.
std::string_view color_icon();
std::string_view outline_icon();

}  // namespace allybot::platforms::teams
