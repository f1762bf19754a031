// Judges what is sent to Rocket.Chat as its clients would read it: packages/message-parser/src/grammar.pegjs of its repository.
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// What Rocket.Chat would refuse of a message's text, and what in it would call people, make a link or a block that no card asked
/// for; one sentence each. Cards link to https://example.org/ only; another is "a link to ...".
std::vector<std::string> rocket_complaints(const std::string& content);

}  // namespace allybot::fakes
