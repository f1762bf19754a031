// The app's manifest and the scopes it needs. https://docs.slack.dev/reference/app-manifest
// Must never ask for a scope that no feature uses: history only with SLACK_VERIFY_DELIVERY.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::slack {

/// Sorted bot scopes.
std::vector<std::string> needed_scopes(bool verify_delivery);
/// Pretty-printed JSON for "Create New App - From a manifest".
std::string manifest(const ManifestInput& input);

}  // namespace allybot::platforms::slack
