// Reading JSON that another program wrote: never throws, never recurses deeper than its limit, never trusts a type.
// Must never be used on bytes that were not proven, but for the answers of a platform's own API.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/result.h"

namespace allybot::platforms {

/// Deeper than any payload of a platform; destroying and dumping recurse, so a deeper one is refused before it is read.
inline constexpr int kMostNesting = 64;

/// Invalid when the text is no JSON, is not UTF-8 or is nested too deeply.
Result<nlohmann::json> read_json(std::string_view text);

/// What lies at the end of the path of names; nullptr when there is nothing or a value on the way is no object.
const nlohmann::json* find(const nlohmann::json& from, std::initializer_list<std::string_view> path);
/// The text there; empty when there is none, or it is no text.
std::string text_at(const nlohmann::json& from, std::initializer_list<std::string_view> path);
/// True only when `true` stands there.
bool true_at(const nlohmann::json& from, std::initializer_list<std::string_view> path);
std::optional<std::int64_t> number_at(const nlohmann::json& from, std::initializer_list<std::string_view> path);
/// The first element of the array there; nullptr when there is none.
const nlohmann::json* first_at(const nlohmann::json& from, std::initializer_list<std::string_view> path);

/// Bytes that are not UTF-8 replaced by U+FFFD, so that the rest can still be read.
std::string with_valid_utf8(std::string_view text);

}  // namespace allybot::platforms
