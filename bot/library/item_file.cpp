#include "bot/library/item_file.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/field_reading.h"
#include "bot/library/markdown.h"
#include "bot/library/tables.h"

namespace allybot::library {
namespace {

constexpr std::string_view kFence = "---";

struct Parts {
  bool opened = false, closed = false;
  std::size_t yaml_from = 0, yaml_to = 0, body_from = 0;
};

std::string_view without_trailing_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

Parts split_parts(std::string_view text) {
  Parts parts;
  std::size_t at = 0;
  while (at < text.size()) {  // blank lines before the first fence do no harm
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = without_trailing_blanks(text.substr(at, end - at));
    if (line == kFence) {
      parts.opened = true;
      parts.yaml_from = std::min(end + 1, text.size());
      break;
    }
    if (!line.empty()) return parts;
    at = end + 1;
  }
  for (at = parts.yaml_from; parts.opened && at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (without_trailing_blanks(text.substr(at, end - at)) == kFence) {
      parts.closed = true;
      parts.yaml_to = at;
      parts.body_from = std::min(end + 1, text.size());
      break;
    }
    at = end + 1;
  }
  return parts;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.level == Finding::Level::Error; });
}

void check_id(const SourceText& source, const Kind& kind, std::string_view name, ItemFile& file) {
  const std::string id = std::string(kind.name) + "/" + std::string(name);
  if (!is_slug(name))
    file.findings.push_back(source.error(0, "slug", "The file's name is not made of small letters, digits and hyphens.",
                                         "Rename it, such as say-whose-idea.md."));
  else if (id.size() > kMostIdLength)
    file.findings.push_back(source.error(0, "id-too-long",
                                         "The id " + id + " has " + std::to_string(id.size()) + " characters; at most " +
                                             std::to_string(kMostIdLength) + " fit into a button.",
                                         "Give the file a shorter name."));
}

void read_fields(const SourceText& source, const Kind& kind, const YamlValue& root, ItemFile& file, Item& item) {
  FieldReader reader(source, file.findings, &file.offsets);
  std::vector<std::string_view> names;
  for (const Field& field : kind.fields) names.push_back(field.name);
  for (const YamlEntry& entry : root.entries) {
    const auto field =
        std::find_if(kind.fields.begin(), kind.fields.end(), [&](const Field& one) { return one.name == entry.key; });
    if (field == kind.fields.end()) {
      reader.error(entry.key_offset, "unknown-key",
                   "\"" + printable(cut_code_points(entry.key, 60)) + "\" is not a field of " + std::string(kind.name) + ".",
                   did_you_mean(entry.key, names, "Take it out; the schema lists the fields."));
      continue;
    }
    if (entry.value.kind == YamlValue::Kind::Null) {
      // "publish:" with nothing after it is how templates leave a field open.
      if (field->required) reader.error(entry.key_offset, "empty", "The field \"" + entry.key + "\" is empty.", "Fill it in.");
      file.offsets.emplace_back(entry.key, entry.key_offset);
      continue;
    }
    reader.read(*field, entry.value, item);
  }
  for (const Field& field : kind.fields) {
    if (field.required && root.get(field.name) == nullptr)
      reader.error(root.offset, "missing-key", "The field \"" + std::string(field.name) + "\" is missing.",
                   "Add it: " + std::string(field.meaning));
  }
  for (const std::string_view name : {"review", "translates"})
    if (item.language == kFallbackLanguage && root.get(name) != nullptr)
      reader.warning(offset_of(file.offsets, name), "not-a-translation",
                     "The field \"" + std::string(name) + "\" is for translations, and this is the English text.",
                     "Take it out.");
  if (item.publish && item.expire && *item.expire <= *item.publish)
    reader.error(offset_of(file.offsets, "expire"), "date", "It expires before it is published.", "Set expire after publish.");
  for (const auto& region : item.regions)
    if (std::find(item.not_regions.begin(), item.not_regions.end(), region) != item.not_regions.end())
      reader.error(offset_of(file.offsets, "not_regions", region), "region",
                   region + " is listed both in regions and in not_regions.", "Keep it in one of them.");
}

}  // namespace

bool has_known_references(const Item& item, const KnownIds& known) {
  const auto all_known = [](const std::vector<std::string>& words, const std::set<std::string>* ids) {
    return ids == nullptr || std::all_of(words.begin(), words.end(), [&](const auto& word) { return ids->count(word) != 0; });
  };
  return all_known(item.topics, known.topics) && all_known(item.sources, known.sources);
}

std::vector<Finding> check_references(const SourceText& source, const ItemFile& file, const KnownIds& known) {
  std::vector<Finding> findings;
  const auto check = [&](const char* field, const std::vector<std::string>& words, const std::set<std::string>* ids,
                         const char* code, const char* is_none, const char* what_to_do) {
    if (ids == nullptr) return;
    for (const auto& word : words)
      if (ids->count(word) == 0)
        findings.push_back(source.error(offset_of(file.offsets, field, word), code,
                                        "\"" + printable(cut_code_points(word, 60)) + "\"" + is_none,
                                        did_you_mean(word, {ids->begin(), ids->end()}, what_to_do)));
  };
  check("topics", file.item->topics, known.topics, "unknown-topic", " is not a topic of topics.yaml.",
        "Use a topic's id, or add the topic.");
  check("sources", file.item->sources, known.sources, "unknown-source", " is not a source of sources.yaml.", "Add the source.");
  return findings;
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::size_t offset_of(const FieldOffsets& offsets, std::string_view field, std::string_view value) {
  const std::string key = value.empty() ? std::string(field) : std::string(field) + ":" + std::string(value);
  for (const auto& [name, offset] : offsets)
    if (name == key) return offset;
  return 0;
}

ItemFile read_item(const SourceText& source, const Kind& kind, std::string_view language, std::string_view name) {
  ItemFile file;
  check_id(source, kind, name, file);
  const auto bad_byte = source.first_bad_byte();
  if (bad_byte != std::string::npos) {
    file.findings.push_back(source.error(bad_byte, "not-utf8", "The file is not UTF-8 from here on.", "Save it as UTF-8."));
    return file;
  }
  if (source.text().find('\0') != std::string::npos) {
    file.findings.push_back(
        source.error(source.text().find('\0'), "control-character", "The file holds a zero byte.", "Save it as plain text."));
    return file;
  }
  const Parts parts = split_parts(source.text());
  if (!parts.opened) {
    file.unfinished = trim(source.text()).empty();
    file.findings.push_back(
        source.error(0, "front-matter", "The file does not start with front matter.",
                     "Put a line with three hyphens (---) first, the fields under it, and another such line."));
    return file;
  }
  if (!parts.closed) {
    file.unfinished = true;
    file.findings.push_back(source.error(parts.yaml_from == 0 ? 0 : parts.yaml_from - 1, "unfinished",
                                         "The front matter is not closed.",
                                         "Put a line with three hyphens (---) after the fields."));
    return file;
  }
  auto root = read_yaml(source, parts.yaml_from, parts.yaml_to);
  if (!root) {
    file.findings.push_back(root.error());
    return file;
  }
  if (!root->is_map()) {
    file.findings.push_back(source.error(parts.yaml_from, "front-matter", "The front matter holds no fields.",
                                         "Write one field a line, such as title: Say whose idea it was"));
    return file;
  }
  root->offset = parts.yaml_from;
  Item item;
  item.id = ItemId(std::string(kind.name) + "/" + std::string(name));
  item.kind = kind.name;
  item.language = language;
  item.path = source.path();
  read_fields(source, kind, *root, file, item);
  auto body = read_markdown(source, parts.body_from);
  file.body_offset = parts.body_from;
  file.links = body.links;
  file.second_link = body.second_link;
  file.findings.insert(file.findings.end(), body.problems.begin(), body.problems.end());
  if (body.blocks.empty() && body.problems.empty())
    file.findings.push_back(
        source.error(parts.body_from, "empty", "The body is empty.", "Write the text under the front matter."));
  item.body = std::move(body.blocks);
  if (!has_error(file.findings)) file.item = std::move(item);
  std::stable_sort(file.findings.begin(), file.findings.end(), [](const Finding& one, const Finding& other) {
    return one.line != other.line ? one.line < other.line : one.column < other.column;
  });
  return file;
}

}  // namespace allybot::library
