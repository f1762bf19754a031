// The application's commands, and what the bot may do in a server.
// https://docs.discord.com/developers/interactions/application-commands Must never ask for a permission that no feature uses.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/platforms/registration.h"

namespace allybot::platforms::discord {

/// View Channel, Send Messages, Send Messages in Threads.
inline constexpr const char* kPermissions = "274877910016";

/// The JSON of PUT /applications/{id}/commands, or of a server's: one command with a subcommand for each verb, which Discord
/// lists while somebody types, and one option for what follows it. Names and help are there in every language that the content
/// speaks and Discord knows; a name that Discord does not take is left out, and the next one that the language has is tried.
nlohmann::ordered_json commands(const RegistrationInput& input);
/// The same, pretty-printed.
std::string manifest(const RegistrationInput& input);

/// The page on which somebody adds the bot to a server.
std::string invitation(const std::string& application);

}  // namespace allybot::platforms::discord
