// Reads what people type for a language, a region, a zone or an audience.
// Must never guess: what is not understood says what would be.
#pragma once

#include <string>
#include <string_view>

#include "handlers/registry.h"

namespace allybot::handlers {

/// "-", "none" and what else the language has for it: the choice is taken back.
bool is_clearing(const Call& call, std::string_view words);
/// Each: the value to keep, empty when cleared; Invalid with a sentence for the member.
Result<std::string> read_zone(const Call& call, std::string_view words);
Result<std::string> read_language(const Call& call, std::string_view words);
Result<std::string> read_region(const Call& call, std::string_view words);
Result<std::string> read_audience(const Call& call, std::string_view words);

/// How the reader types it: "parents".
std::string audience_word(const Call& call, std::string_view audience);
/// The audiences that content is written for.
std::span<const std::string_view> audiences();

}  // namespace allybot::handlers
