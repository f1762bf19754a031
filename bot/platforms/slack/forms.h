// Forms as Slack's modals. https://docs.slack.dev/surfaces/modals
// Must never put anything into a view's private metadata that a stranger could use: its token opens for one member alone.
#pragma once

#include <string>

#include "bot/core/form.h"
#include "bot/core/reply.h"
#include "bot/platforms/slack/parse.h"

namespace allybot::platforms::slack {

/// The view of `form` as JSON, with the ticket inside.
std::string form_view(const Form& form, const FormTicket& ticket, const std::string& cancel);
/// `{"response_action":"errors",...}`: the view stays open and shows the sentences under its fields.
std::string form_problems(const FormProblems& problems);

}  // namespace allybot::platforms::slack
