// Names of Discord's settings.
// Must never hold a value.
#pragma once

namespace allybot::platforms::discord {

inline constexpr const char* kPublicKey = "DISCORD_PUBLIC_KEY";
inline constexpr const char* kBotToken = "DISCORD_BOT_TOKEN";
inline constexpr const char* kApiUrl = "DISCORD_API_URL";

inline constexpr const char* kDefaultApiUrl = "https://discord.com/api/v10";

}  // namespace allybot::platforms::discord
