// Filling the placeholders of the bot's own sentences.
// Must never look inside a value: what a value holds is text, braces too.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace allybot::library {

/// "{name}" replaced by its value; a placeholder without a value stays as it is.
std::string fill(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace allybot::library
