// Judges what is sent to Zulip as its server would read it. https://zulip.com/help/format-your-message-using-markdown
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// What Zulip would refuse or cut of a message's content, and what in it would call people, make a link or a block that no card
/// asked for; one sentence each. Cards link to https://example.org/ only; another is "a link to ...".
std::vector<std::string> zulip_complaints(const std::string& content);

}  // namespace allybot::fakes
