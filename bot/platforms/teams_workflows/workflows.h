// The workflows that the operator named, each with the address that starts it.
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
// Must never say an address: whoever has it can post to the channel.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/id.h"
#include "bot/platforms/named_secrets.h"

namespace allybot::platforms::teams_workflows {

inline constexpr const char* kPlatform = "teamsworkflows";
inline constexpr const char* kWorkspace = "teams";
inline constexpr const char* kAddresses = "TEAMS_WORKFLOW_URLS";

/// By the name that stands for the channel.
using Workflows = NamedSecrets;

/// "name=https://... name=https://...", between them blanks or line ends. Invalid with a sentence that names no address.
Result<Workflows> read_workflows(std::string_view setting);
/// The name of the workflow that posts there; empty for what is none of ours.
std::string workflow_of(const ChannelKey& channel);

}  // namespace allybot::platforms::teams_workflows
