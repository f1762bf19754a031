// /ally help [verb]: what the bot can do, and whom to turn to when something has happened.
// Must never list what the registry does not.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> help(const Call& call);

}  // namespace allybot::handlers
