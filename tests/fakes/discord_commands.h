// What Discord would refuse of commands that are to be registered.
// https://docs.discord.com/developers/interactions/application-commands Must never share code with the adapter.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::fakes {

/// Where in the JSON ("0", "options", "3", "name") and Discord's sentence.
using DiscordFault = std::pair<std::vector<std::string>, std::string>;
std::vector<DiscordFault> discord_command_faults(const nlohmann::json& commands);

/// The body of a 50035 about them.
nlohmann::json discord_invalid_form(const std::vector<DiscordFault>& faults);

}  // namespace allybot::fakes
