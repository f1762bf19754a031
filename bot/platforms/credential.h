// Tokens and secrets as settings hold them: told by their characters from what was copied with a blank or a line too many.
// Must never say what is in one.
#pragma once

#include <algorithm>
#include <string_view>

namespace allybot::platforms {

inline bool is_credential(std::string_view text, std::size_t most = 4096) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace allybot::platforms
