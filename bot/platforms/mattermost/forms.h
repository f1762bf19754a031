// Forms as Mattermost's interactive dialogs. https://developers.mattermost.com/integrate/plugins/interactive-dialogs/
// Must never put anything into a dialog's state that a stranger could use: its token opens for one member alone.
#pragma once

#include <string>

#include "bot/core/form.h"
#include "bot/core/reply.h"
#include "bot/platforms/mattermost/verify.h"

namespace allybot::platforms::mattermost {

/// The body of dialogs/open. Of the kinds of element only those that servers of 2021 know.
std::string open_dialog(const Form& form, const std::string& trigger_id, const std::string& dialogs_url,
                        const FormTicket& ticket);
/// `{"errors":{...}}`: the dialog stays open and shows the sentences under its fields.
std::string form_problems(const FormProblems& problems);

}  // namespace allybot::platforms::mattermost
