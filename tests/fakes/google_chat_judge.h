// Judges a message as Google Chat would: sizes, required parts, what it would call, link or refuse.
// https://developers.google.com/workspace/chat/api/reference/rest/v1/cards
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// One sentence for each fault; cards link to https://example.org/ and mailto:help@example.org only.
std::vector<std::string> google_chat_complaints(const std::string& message);

/// The same for the card of a dialog.
std::vector<std::string> google_chat_dialog_complaints(const std::string& card);

}  // namespace allybot::fakes
