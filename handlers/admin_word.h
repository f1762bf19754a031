// Word to the admins about the bot itself: content that was refused, and content that is well again.
// Must never be said twice for one revision, and never name who made it.
#pragma once

#include <string>

#include "handlers/dispatch.h"

namespace allybot::handlers {

/// A direct message to each of ALLYBOT_ADMINS in the outbox. `why` empty: the revision is live after one that was refused.
Result<void> tell_of_revision(const Services& services, const std::string& revision, const std::string& why);

}  // namespace allybot::handlers
