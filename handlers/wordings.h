// The words for times that a language has in phrases.yaml, as the schedule reads and says them.
// Must never be kept longer than a call: the next snapshot may have others.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/library/library.h"
#include "bot/schedule/wording.h"

namespace allybot::handlers {

/// English when the language has none of its own.
std::shared_ptr<const schedule::Wording> wording_of(const library::Library& library, const std::string& language);
/// The language's, and English.
schedule::Wordings wordings_of(const library::Library& library, const std::string& language);

}  // namespace allybot::handlers
