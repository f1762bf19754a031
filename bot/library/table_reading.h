// What the readers of the YAML files share: rows of known keys, each with its findings.
// Must never be included outside this room.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/text.h"
#include "bot/library/field_reading.h"
#include "bot/library/tables.h"
#include "bot/library/yaml_tree.h"

namespace allybot::library {

/// The document, or nothing with its finding when the bytes or the YAML cannot be read.
std::optional<YamlValue> read_document(const SourceText& source, std::vector<Finding>& findings);

/// Calls `on` for each known key of a map; unknown keys, doubled ones and missing required ones become findings.
struct RowKey {
  std::string_view name;
  bool required;
  std::function<void(std::string_view, const YamlValue&)> read;
};
void read_row(const YamlValue& row, std::string_view what, const std::vector<RowKey>& keys, FieldReader& reader);

/// Every row of a list, `read` giving nothing for a row with an error. `id_key` names the key whose value must be unique.
template <class Row>
Table<Row> read_rows(const SourceText& source, std::string_view id_key,
                     const std::function<Row(const YamlValue&, FieldReader&)>& read) {
  Table<Row> table;
  const auto document = read_document(source, table.findings);
  if (!document) return table;
  if (document->kind == YamlValue::Kind::Null) {  // nothing but comments
    table.readable = true;
    return table;
  }
  if (!document->is_list()) {
    table.findings.push_back(
        source.error(document->offset, "wrong-type", "The file has to be a list.", "Begin each entry with a hyphen: - id: ..."));
    return table;
  }
  table.readable = true;
  std::set<std::string> seen;
  for (const YamlValue& value : document->items) {
    std::vector<Finding> findings;
    FieldReader reader(source, findings);
    const YamlValue* id = value.is_map() ? value.get(id_key) : nullptr;
    Row row{};
    if (!value.is_map())
      reader.error(value.offset, "wrong-type", "An entry has to be a map of fields.", "Write it as - id: ..., one field a line.");
    else
      row = read(value, reader);
    if (id != nullptr && id->is_text() && !seen.insert(id->text).second)
      reader.error(id->offset, "doubled-id", "\"" + printable(cut_code_points(id->text, 60)) + "\" is here twice.",
                   "Give each entry a name of its own.");
    bool good = true;
    for (const Finding& finding : findings) good = good && finding.level != Finding::Level::Error;
    if (good)
      table.rows.push_back(std::move(row));
    else if (id != nullptr && id->is_text())
      table.bad_ids.push_back(id->text);
    table.findings.insert(table.findings.end(), findings.begin(), findings.end());
    if (table.findings.size() < kMostFindings) continue;
    table.findings.push_back(source.error(value.offset, "too-many-faults",
                                          "There are too many faults, so nothing of the file is used.",
                                          "Mend those above, or put the file that was here back."));
    table.readable = false;
    table.rows.clear();
    break;
  }
  return table;
}

}  // namespace allybot::library
