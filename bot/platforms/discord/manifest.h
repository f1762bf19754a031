// The application's commands, and what the bot may do in a server.
// https://docs.discord.com/developers/interactions/application-commands Must never ask for a permission that no feature uses.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/platforms/adapter.h"

namespace allybot::platforms::discord {

/// View Channel, Send Messages, Send Messages in Threads.
inline constexpr const char* kPermissions = "274877910016";

/// Pretty-printed JSON for PUT /applications/{id}/commands: one command with one option for all that is typed, so that "/ally"
/// alone works and the words are those of every other platform.
std::string manifest(const ManifestInput& input);

/// Whether a command as Discord lists it does what `command` has to; empty, or what is wrong with it.
std::string wrong_with_command(const nlohmann::json& registered);

/// The page on which somebody adds the bot to a server.
std::string invitation(const std::string& application);

}  // namespace allybot::platforms::discord
