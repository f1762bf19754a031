// Whether the homeserver takes us, and what doctor finds out about it, with how to mend it.
// Must never print a token, and never post anything.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/matrix/api.h"

namespace allybot::platforms::matrix {

/// How events reach us.
enum class Way { Pushed, Asked };

/// Asks whether the token is good and, where events are pushed, makes the bot's account if there is none yet. Blocks.
Connection connect(const Api& api, Way way, const std::string& user_id, const std::string& shown_name);

/// Blocks.
std::vector<Check> find_out(const Api& api, Way way, const std::string& user_id, const std::string& public_url);

}  // namespace allybot::platforms::matrix
