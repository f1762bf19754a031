// Judges a message activity as Teams would: sizes, required parts, what it would call, link or refuse.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// One sentence for each fault; cards link to https://example.org/ and mailto:help@example.org only.
std::vector<std::string> teams_complaints(const std::string& activity);
/// The same of an answer to a search: a list of cards that answer nothing, each with a preview, or a sentence.
/// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
std::vector<std::string> extension_complaints(const std::string& body);
/// The same of an answer that shows a card in a dialog.
/// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules
std::vector<std::string> dialog_complaints(const std::string& body);
/// The same of what is given to a workflow, which takes 28 KB and no button that answers.
/// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
std::vector<std::string> workflow_complaints(const std::string& body);

}  // namespace allybot::fakes
