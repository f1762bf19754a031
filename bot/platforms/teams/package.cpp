#include "bot/platforms/teams/package.h"

#include "bot/platforms/teams/manifest.h"

namespace allybot::platforms::teams {

std::vector<PackageFile> package_files(const ManifestInput& input) {
  return {{"manifest.json", manifest(input) + '\n'},
          {"color.png", std::string(color_icon())},
          {"outline.png", std::string(outline_icon())}};
}

}  // namespace allybot::platforms::teams
