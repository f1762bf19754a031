// What doctor finds out about the Teams side, and how to mend it.
// Must never print a token or a secret, and never post anything.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/signing_keys.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::teams {

struct CheckInput {
  std::string public_url, cloud;
  bool has_admins = false;
};

/// Asks for all keys that are due; true when there are some to prove requests with. Blocks.
bool fetch_keys(SigningKeys& keys, http::Client& client, TimePoint now);

/// Blocks.
std::vector<Check> find_out(TokenSource& tokens, SigningKeys& keys, http::Client& client, const CheckInput& input, TimePoint now);

}  // namespace allybot::platforms::teams
