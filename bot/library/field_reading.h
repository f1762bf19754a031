// Values of YAML to typed fields, with a finding for each that does not fit.
// Must never guess: "yes" is not true, 08 is not a date, a number is whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/item_file.h"
#include "bot/library/yaml_tree.h"

namespace allybot::library {

/// More than these are the trace of another kind of file, and each costs the search for its line.
inline constexpr std::size_t kMostFindings = 50;

/// Collects what is wrong while fields of one file are read.
class FieldReader {
 public:
  FieldReader(const SourceText& source, std::vector<Finding>& findings, FieldOffsets* offsets = nullptr)
      : source_(source), findings_(findings), offsets_(offsets) {}

  /// Sets the field of `item` from `value`.
  void read(const Field& field, const YamlValue& value, Item& item);

  std::optional<std::string> text(std::string_view name, const YamlValue& value, std::size_t most);
  std::vector<std::string> list(std::string_view name, const YamlValue& value, std::size_t most);
  std::optional<int> number(std::string_view name, const YamlValue& value, int most);
  std::optional<bool> flag(std::string_view name, const YamlValue& value);
  std::optional<Date> day(std::string_view name, const YamlValue& value);
  std::optional<std::string> address(std::string_view name, const YamlValue& value);
  std::optional<std::string> mark(std::string_view name, const YamlValue& value);
  std::optional<std::string> choice(std::string_view name, const YamlValue& value, const std::vector<std::string_view>& choices);

  void error(std::size_t offset, std::string code, std::string message, std::string hint);
  void warning(std::size_t offset, std::string code, std::string message, std::string hint);

 private:
  /// The text without curly quotes that stand around the whole of it.
  std::string unquoted(const YamlValue& value);
  void note(std::string_view name, std::size_t offset);

  const SourceText& source_;
  std::vector<Finding>& findings_;
  FieldOffsets* offsets_;
};

/// A date "2026-12-31" that exists in the calendar.
std::optional<Date> read_day(std::string_view text);

}  // namespace allybot::library
