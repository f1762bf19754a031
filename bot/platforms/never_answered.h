// What a call says of a message when no answer came. Must never say NotSent of a request that may have left: it would be
// repeated.
#pragma once

#include "bot/core/outcome.h"
#include "bot/http/message.h"

namespace allybot::platforms {

/// NotSent when nothing reached the other side; else Unknown, which nobody repeats by himself. The reason is the client's.
SendOutcome never_answered(const http::ClientOutcome& outcome);

}  // namespace allybot::platforms
