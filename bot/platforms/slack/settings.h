// Names of Slack's settings.
// Must never hold a value.
#pragma once

namespace allybot::platforms::slack {

inline constexpr const char* kSigningSecret = "SLACK_SIGNING_SECRET";
inline constexpr const char* kSigningSecretPrevious = "SLACK_SIGNING_SECRET_PREVIOUS";
inline constexpr const char* kBotToken = "SLACK_BOT_TOKEN";
inline constexpr const char* kAppToken = "SLACK_APP_TOKEN";
inline constexpr const char* kApiUrl = "SLACK_API_URL";
inline constexpr const char* kVerifyDelivery = "SLACK_VERIFY_DELIVERY";

inline constexpr const char* kDefaultApiUrl = "https://slack.com/api/";

}  // namespace allybot::platforms::slack
