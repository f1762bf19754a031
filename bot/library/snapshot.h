// One immutable state of the library, indexed for every question that requests ask.
// Must never be changed after it was made: any thread reads it without a lock (search guards its own).
#pragma once

#include <memory>

#include "bot/library/library.h"
#include "bot/library/loader.h"

namespace allybot::library {

std::unique_ptr<const Library> make_snapshot(Content content);

/// "pt-BR", "pt", "en": the tag, shorter and shorter, then English. Letter case and underscores do not matter.
std::vector<std::string> fallback_chain(std::string_view language);

}  // namespace allybot::library
