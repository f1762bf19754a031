// A suggestion as an item file in content/_proposals, where it waits until somebody moves it to its place.
// Must never write outside that folder, nor over a file that exists, nor a file that does not load.
#pragma once

#include <string>
#include <vector>

#include "bot/library/library.h"

namespace allybot::library {

/// As somebody suggested it; none of it is trusted.
struct Suggestion {
  std::string language, kind;  ///< of which the content knows
  std::string title;
  std::vector<std::string> topics;  ///< ids
  std::string text;
  std::string link;  ///< https, or empty
};

/// Writes a whole item, a draft: what the suggestion does not say is a sample, and its note names what is. The path below `root`,
/// "_proposals/en/tips/give-credit.md"; the same again when that very file is there already. Invalid when it would not load,
/// Unavailable when the folder cannot be written.
Result<std::string> propose_item(const std::string& root, const Suggestion& suggestion);
/// Writes a copy of the item's file, a draft with the note in its front matter.
Result<std::string> propose_correction(const std::string& root, const Item& item, const std::string& note);

}  // namespace allybot::library
