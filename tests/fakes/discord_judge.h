// What Discord would refuse of a message, a modal or completions, and what in it would call people or link where no card said.
// Must never share code with the adapter that it judges.
#pragma once

#include <string>
#include <vector>

namespace allybot::fakes {

/// Of the JSON of an interaction's answer ("type" and "data"), or of a message. Links that begin with `expected` are no fault:
/// "https://" where the whole library may be linked.
std::vector<std::string> discord_complaints(const std::string& message, const std::string& expected = "https://example.org/");

}  // namespace allybot::fakes
