// App packages: what some platforms want to be given as a file instead of a text to paste.
// Must never hold a secret: packages are passed around.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

struct PackageFile {
  std::string name;
  std::string bytes;
};

/// The files of the platform's package; empty where it takes none.
std::vector<PackageFile> package_of(std::string_view platform, const ManifestInput& input);

}  // namespace allybot::platforms
