// The app package's manifest. https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
// Must never ask for a permission: what members say to the bot comes without one.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::teams {

std::string manifest(const ManifestInput& input);

}  // namespace allybot::platforms::teams
