// Finds a few texts in JSON that nobody has proven yet, and reads nothing else of it: no tree is built.
// Must never recurse, and never choose: a name that stands there twice is refused.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allybot::platforms {

/// The texts at the paths ("context.v"), each empty when there is none or it is no text. Nothing when the body is no JSON object,
/// is not UTF-8, is nested deeper than `most_depth`, or says one of them twice.
std::optional<std::vector<std::string>> scan_texts(std::string_view body, std::initializer_list<std::string_view> paths,
                                                   std::size_t most_depth = 16);

}  // namespace allybot::platforms
