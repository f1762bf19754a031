// Names of the settings that switch Google Chat on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::google_chat {

inline constexpr const char* kProjectNumber = "GOOGLECHAT_PROJECT_NUMBER";
inline constexpr const char* kServiceAccount = "GOOGLECHAT_SERVICE_ACCOUNT";
inline constexpr const char* kAudience = "GOOGLECHAT_AUDIENCE";
inline constexpr const char* kAppKind = "GOOGLECHAT_APP_KIND";
inline constexpr const char* kWebhooks = "GOOGLECHAT_WEBHOOKS";
inline constexpr const char* kApiUrl = "GOOGLECHAT_API_URL";

}  // namespace allybot::platforms::google_chat
