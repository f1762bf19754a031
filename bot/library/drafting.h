// How a new item file is put together and written: its name, its front matter, its bytes.
// Must never write over a file that exists, nor leave half of one.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "bot/core/result.h"
#include "bot/library/kind.h"

namespace allybot::library {

/// "Say whose idea it was!" to "say-whose-idea-it-was", cut at a word. Empty when the title has neither a letter of a to z nor a
/// digit.
std::string slug_of(std::string_view title, std::size_t most);
/// How long a slug of the kind may be, so that the id keeps within its length.
std::size_t most_slug_of(const Kind& kind);

/// In double quotes, as YAML reads them; control characters become spaces.
std::string yaml_quoted(std::string_view text);

/// The commented file: values by field, as they stand in YAML. Other fields get their sample, or are shown commented out; so is a
/// field whose value is empty.
std::string draft_text(const Kind& kind, const std::map<std::string_view, std::string>& values, std::string_view body);

/// Writes the whole file or nothing into the open folder. Conflict when the name is taken, Unavailable when it cannot be written.
Result<void> write_new(int folder, const std::string& name, std::string_view text);

}  // namespace allybot::library
