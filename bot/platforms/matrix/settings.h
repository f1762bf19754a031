// Names of the settings that switch Matrix on.
// Must never hold a value.
#pragma once

namespace allybot::platforms::matrix {

inline constexpr const char* kHomeserverUrl = "MATRIX_HOMESERVER_URL";
inline constexpr const char* kUserId = "MATRIX_USER_ID";
inline constexpr const char* kAsToken = "MATRIX_AS_TOKEN";
inline constexpr const char* kHsToken = "MATRIX_HS_TOKEN";
inline constexpr const char* kAccessToken = "MATRIX_ACCESS_TOKEN";
inline constexpr const char* kAdminRoom = "MATRIX_ADMIN_ROOM";
inline constexpr const char* kAllowedServers = "MATRIX_ALLOWED_SERVERS";

}  // namespace allybot::platforms::matrix
