// What doctor finds out about the Webex side and how to mend it, and what somebody has to click there.
// Must never print a token, the secret or an address of a person, and never change anything at Webex.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/webex/api.h"
#include "bot/platforms/webex/hooks.h"

namespace allybot::platforms::webex {

struct CheckInput {
  std::string public_url;
  bool has_admins = false;
  bool has_domains = false;
};

/// Blocks.
std::vector<Check> find_out(const Api& api, const Hooks& hooks, const CheckInput& input);

std::string checklist(const ManifestInput& input);

}  // namespace allybot::platforms::webex
