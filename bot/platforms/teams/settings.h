// Names of the settings that switch Microsoft Teams on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::teams {

inline constexpr const char* kClientId = "TEAMS_CLIENT_ID";
inline constexpr const char* kClientSecret = "TEAMS_CLIENT_SECRET";
inline constexpr const char* kTenantId = "TEAMS_TENANT_ID";
inline constexpr const char* kAdmins = "TEAMS_ADMINS";
inline constexpr const char* kCloud = "TEAMS_CLOUD";
inline constexpr const char* kServiceUrl = "TEAMS_SERVICE_URL";
inline constexpr const char* kTargeted = "TEAMS_TARGETED_MESSAGES";
inline constexpr const char* kAboutUrl = "TEAMS_ABOUT_URL";
inline constexpr const char* kLoginUrl = "TEAMS_LOGIN_URL";

}  // namespace allybot::platforms::teams
