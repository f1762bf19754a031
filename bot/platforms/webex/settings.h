// Names of the settings that switch Webex on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::webex {

inline constexpr const char* kBotToken = "WEBEX_BOT_TOKEN";
inline constexpr const char* kWebhookSecret = "WEBEX_WEBHOOK_SECRET";
inline constexpr const char* kAdmins = "WEBEX_ADMINS";
inline constexpr const char* kDomains = "WEBEX_DOMAINS";
inline constexpr const char* kNewSignature = "WEBEX_NEW_SIGNATURE";
inline constexpr const char* kApiUrl = "WEBEX_API_URL";

}  // namespace allybot::platforms::webex
