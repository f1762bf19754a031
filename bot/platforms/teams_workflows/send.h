// What became of a card that was given to a workflow.
// Must never say that a channel shows it: a workflow that took a card may still fail, and tells nobody.
#pragma once

#include "bot/core/outcome.h"
#include "bot/http/message.h"

namespace allybot::platforms::teams_workflows {

/// Sent for any success: 202 without a body is the rule, 200 where the workflow answers itself. A fault of the server's is not
/// tried again by itself, because the workflow may have run; nothing can be looked up.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome);

}  // namespace allybot::platforms::teams_workflows
