// What doctor finds out about the Zulip side and how to mend it, and what an administrator has to click there.
// Must never print a key or a token, and never change anything at the server.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/zulip/rest_api.h"

namespace allybot::platforms::zulip {

struct CheckInput {
  std::string public_url;
  std::string bot_email;
  std::string topic;
};

/// Blocks.
std::vector<Check> find_out(const RestApi& api, const CheckInput& input);

std::string checklist(const ManifestInput& input);

}  // namespace allybot::platforms::zulip
