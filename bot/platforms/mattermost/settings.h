// Names of the settings that switch Mattermost on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::mattermost {

inline constexpr const char* kServerUrl = "MATTERMOST_URL";
inline constexpr const char* kBotToken = "MATTERMOST_BOT_TOKEN";
inline constexpr const char* kCommandTokens = "MATTERMOST_COMMAND_TOKENS";

}  // namespace allybot::platforms::mattermost
