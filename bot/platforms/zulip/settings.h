// Names of the settings that switch Zulip on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::zulip {

inline constexpr const char* kServerUrl = "ZULIP_URL";
inline constexpr const char* kBotEmail = "ZULIP_BOT_EMAIL";
inline constexpr const char* kApiKey = "ZULIP_API_KEY";
inline constexpr const char* kWebhookToken = "ZULIP_WEBHOOK_TOKEN";
inline constexpr const char* kTopicName = "ZULIP_TOPIC";

}  // namespace allybot::platforms::zulip
