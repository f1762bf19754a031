// Words that complete what is being typed: verbs, then topics, by their beginning.
// Must never offer what the registry or the library does not have.
#pragma once

#include <string_view>

#include "bot/core/reply.h"
#include "handlers/speaker.h"

namespace allybot::handlers {

Completions complete(const Speaker& speaker, std::string_view typed);

}  // namespace allybot::handlers
