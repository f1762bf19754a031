// Names of the settings that switch Rocket.Chat on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::rocket_chat {

inline constexpr const char* kServerUrl = "ROCKETCHAT_URL";
inline constexpr const char* kUserId = "ROCKETCHAT_USER_ID";
inline constexpr const char* kAuthToken = "ROCKETCHAT_AUTH_TOKEN";
inline constexpr const char* kWebhookTokens = "ROCKETCHAT_WEBHOOK_TOKENS";

}  // namespace allybot::platforms::rocket_chat
