// The outgoing webhooks that the operator named, each with the key that Teams showed when it was made.
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
// Must never say a key: whoever has it can ask in the name of anybody.
#pragma once

#include <string>
#include <string_view>

#include "bot/platforms/named_secrets.h"

namespace allybot::platforms::teams_outgoing {

inline constexpr const char* kPlatform = "teamsoutgoing";
inline constexpr const char* kKeys = "TEAMS_OUTGOING_WEBHOOKS";
inline constexpr const char* kPath = "/teams/outgoing";
inline constexpr const char* kWebhook = "webhook";  ///< the parameter of the address that names one

/// "name=key name=key", the keys in base64 as Teams shows them; what comes out are their bytes. Invalid with a sentence that says
/// no key.
Result<NamedSecrets> read_webhooks(std::string_view setting);
/// What is typed into Teams as the webhook's address: "https://bot.example.org/teams/outgoing?webhook=engineering".
std::string callback_address(const std::string& public_url, const std::string& name);

}  // namespace allybot::platforms::teams_outgoing
