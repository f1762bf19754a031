// Reads the YAML that nearly every content file is written in: block maps and lists, values on one line, lists in brackets.
// Must never guess: what it does not know it leaves to yaml-cpp, and what it reads is what yaml-cpp would have read.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "bot/library/yaml_tree.h"

namespace allybot::library {

/// `text` as one document, its offsets counted from `base`. Nothing when any of it is beyond the plain forms, a mistake included.
/// yaml-cpp takes ten times as long, and at start every file is read.
std::optional<YamlValue> read_plain_yaml(std::string_view text, std::size_t base);

}  // namespace allybot::library
