// The calls to Mattermost's REST API that make the bot's account and its command, ready to be sent.
// Must never hold a token.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::mattermost {

/// JSON: `calls`, in order, each with method, url, body and what to take from its answer.
std::string manifest(const ManifestInput& input);

}  // namespace allybot::platforms::mattermost
