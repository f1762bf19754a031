// What a call says of a message when no answer came, or one that tells nothing beyond its status.
// Must never say NotSent of a message that may have been posted: it would be repeated.
#pragma once

#include <string>

#include "bot/core/outcome.h"
#include "bot/http/message.h"

namespace allybot::platforms {

/// NotSent when nothing reached the other side; else Unknown, which nobody repeats by himself. The reason is the client's.
SendOutcome never_answered(const http::ClientOutcome& outcome);

/// What a status means of which the platform says no more than HTTP does (RFC 9110 section 15); success is the caller's.
/// NotSent where the server says that it did nothing (408, 503) or is elsewhere (3xx); `word` is the reason.
SendOutcome by_status(int status, std::string word);

}  // namespace allybot::platforms
