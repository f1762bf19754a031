// Judges a payload as Mattermost would: limits, required parts, markup.
// https://developers.mattermost.com/integrate/reference/message-attachments/
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// What Mattermost would refuse of an answer to a command, to a press or of a post (JSON), and what in it would call people or
/// make links that no card asked for; one sentence each. Cards link to https://example.org/ only.
std::vector<std::string> mattermost_complaints(const std::string& message);

}  // namespace allybot::fakes
