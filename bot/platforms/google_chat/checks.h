// What doctor finds out about Google's side, and how to mend it; and the checklist of what has to be typed there.
// Must never print a token or a key, and never post anything.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/signing_keys.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::google_chat {

/// Asks for the keys when they are due; true when there are some to prove requests with. Blocks.
bool fetch_keys(SigningKeys& keys, http::Client& client, TimePoint now);

/// Blocks.
std::vector<Check> find_out(TokenSource& tokens, SigningKeys& keys, http::Client& client, const std::string& public_url,
                            const std::string& audience, TimePoint now);

/// There is no file to hand in: the console's Configuration page as a list, with the values filled in.
std::string checklist(const ManifestInput& input);

}  // namespace allybot::platforms::google_chat
