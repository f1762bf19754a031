// What a homeserver would refuse of a message, and what clients would make of it that no card asked for.
// Must never share code with what it judges.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// `content` is the JSON of an m.room.message. Links go to https://example.org/ and to rooms only.
std::vector<std::string> matrix_complaints(const std::string& content);

}  // namespace allybot::fakes
