// What doctor finds out about the Mattermost side, and how to mend it.
// Must never print a token, and never change anything at the server.
#pragma once

#include <string>
#include <vector>

#include "bot/core/secret.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/mattermost/rest_api.h"

namespace allybot::platforms::mattermost {

struct CheckInput {
  std::string server_url;
  std::string public_url;
  std::string command;  ///< "ally"
  std::vector<Secret> command_tokens;
};

/// Blocks.
std::vector<Check> find_out(const RestApi& api, const CheckInput& input);

}  // namespace allybot::platforms::mattermost
