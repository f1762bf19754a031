// Settings that every platform has which a company runs itself: the server's address, and lists of tokens.
// Must never say what is in a token.
#pragma once

#include <string>
#include <vector>

#include "bot/core/secret.h"
#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// The address under that name as people open it, without a slash at the end. Invalid with a sentence unless it is https, or a
/// loopback host's.
Result<std::string> server_address(const Environment& environment, const std::string& name);

/// Comma-separated tokens, at least one. Invalid with a sentence when there is none (`copy` says which to copy), or when one
/// cannot be one.
Result<std::vector<Secret>> tokens_in(const Environment& environment, const std::string& name, const std::string& copy);

}  // namespace allybot::platforms
