// What doctor finds out about the Rocket.Chat side and how to mend it, and what an administrator has to click there.
// Must never print a token, and never change anything at the server.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/rest_api.h"

namespace allybot::platforms::rocket_chat {

struct CheckInput {
  std::string public_url;
  std::string user_id;
};

/// Blocks.
std::vector<Check> find_out(const RestApi& api, const CheckInput& input);

std::string checklist(const ManifestInput& input);

}  // namespace allybot::platforms::rocket_chat
