// Judges a message as Webex would: sizes, required parts, what of Adaptive Cards it shows, what it would call or link.
// https://developer.webex.com/docs/buttons-and-cards
// Must never share a line with the renderer that it judges, its limits included.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// One sentence for each fault; cards link to https://example.org/ and mailto:help@example.org only.
std::vector<std::string> webex_complaints(const std::string& message);

}  // namespace allybot::fakes
