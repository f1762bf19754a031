// /ally find words: what the library has on something, each with a button to open it.
// Must never answer with nothing to do next.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/registry.h"

namespace allybot::handlers {

/// What fits words that were typed, best first.
struct Found {
  std::string words;      ///< at most as many of them as are looked for and said again
  std::string corrected;  ///< what was looked for instead, when a typo was mended
  std::vector<const library::Item*> items;
};
/// `prefix`: the last word may be only begun.
Found find_items(const Call& call, std::string_view typed, std::size_t most, bool prefix = false);

Result<Reply> find(const Call& call);

}  // namespace allybot::handlers
