// YAML as a plain tree that remembers where each value stands.
// Must never convert a value by itself ("no" stays text), nor follow an alias: whoever reads a field says what it has to be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "bot/library/source_text.h"

namespace allybot::library {

struct YamlEntry;

struct YamlValue {
  enum class Kind { Null, Text, List, Map };
  Kind kind = Kind::Null;
  std::size_t offset = 0;          ///< byte in the SourceText
  std::string text;                ///< of Text
  std::vector<YamlValue> items;    ///< of List
  std::vector<YamlEntry> entries;  ///< of Map, in the order of the file; doubled keys are refused while reading

  bool is_text() const { return kind == Kind::Text; }
  bool is_list() const { return kind == Kind::List; }
  bool is_map() const { return kind == Kind::Map; }
  /// The value of a key, or nullptr.
  const YamlValue* get(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  std::size_t key_offset = 0;
  YamlValue value;
};

/// Reads the part [from, to) of `source` as one YAML document. What goes wrong is one finding with its place and a hint.
tl::expected<YamlValue, Finding> read_yaml(const SourceText& source, std::size_t from, std::size_t to);
/// The same by yaml-cpp whatever the form: what read_yaml() takes where plain_yaml.h gives up.
tl::expected<YamlValue, Finding> read_any_yaml(const SourceText& source, std::size_t from, std::size_t to);

}  // namespace allybot::library
