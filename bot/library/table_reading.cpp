#include "bot/library/table_reading.h"

namespace allybot::library {

std::optional<YamlValue> read_document(const SourceText& source, std::vector<Finding>& findings) {
  const auto bad_byte = source.first_bad_byte();
  if (bad_byte != std::string::npos) {
    findings.push_back(source.error(bad_byte, "not-utf8", "The file is not UTF-8 from here on.", "Save it as UTF-8."));
    return std::nullopt;
  }
  auto document = read_yaml(source, 0, source.text().size());
  if (!document) {
    findings.push_back(document.error());
    return std::nullopt;
  }
  return std::move(*document);
}

void read_row(const YamlValue& row, std::string_view what, const std::vector<RowKey>& keys, FieldReader& reader) {
  std::vector<std::string_view> names;
  for (const RowKey& key : keys) names.push_back(key.name);
  for (const YamlEntry& entry : row.entries) {
    const auto known = std::find_if(keys.begin(), keys.end(), [&](const RowKey& key) { return key.name == entry.key; });
    if (known == keys.end())
      reader.error(entry.key_offset, "unknown-key",
                   "\"" + printable(cut_code_points(entry.key, 60)) + "\" is not a field of " + std::string(what) + ".",
                   did_you_mean(entry.key, names, "Take it out."));
    else if (entry.value.kind != YamlValue::Kind::Null)
      known->read(entry.key, entry.value);
    else if (known->required)
      reader.error(entry.key_offset, "empty", "The field \"" + entry.key + "\" is empty.", "Fill it in.");
  }
  for (const RowKey& key : keys)
    if (key.required && row.get(key.name) == nullptr)
      reader.error(row.offset, "missing-key", "The field \"" + std::string(key.name) + "\" is missing.", "Add it.");
}

}  // namespace allybot::library
