// What Discord has registered of the application's commands, beside what should be, and the call that puts it right.
// https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
// Must never write where nothing differs: new names are counted, 200 a day. Must never print a token.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/platforms/discord/rest_api.h"
#include "bot/platforms/registration.h"

namespace allybot::platforms::discord {

/// A line for each thing that is there and should not be (-), should be and is not (+), or is another (~). What Discord adds of
/// its own (ids, versions, defaults) is no difference.
std::vector<std::string> differences(const nlohmann::ordered_json& registered, const nlohmann::ordered_json& wanted);

/// Blocks. The error says what to do.
Result<Comparison> compare(const std::shared_ptr<const RestApi>& api, const RegistrationInput& input);

}  // namespace allybot::platforms::discord
