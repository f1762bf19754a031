// One Markdown file with front matter to one Item, or to findings that say where and how to mend it.
// Must never look at other files: references are judged by whoever sees the whole library.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/library/kind.h"
#include "bot/library/source_text.h"

namespace allybot::library {

inline constexpr std::size_t kMostItemBytes = 64 * 1024;

/// Where the values stand that other checks name: (field, offset); a list's values as "topics:meetings".
using FieldOffsets = std::vector<std::pair<std::string, std::size_t>>;

struct ItemFile {
  std::optional<Item> item;       ///< nothing when there is an error among the findings
  std::vector<Finding> findings;  ///< by place
  bool unfinished = false;        ///< the front matter is not closed: perhaps caught half-written
  FieldOffsets offsets;
  std::size_t body_offset = 0;
  std::size_t links = 0, second_link = 0;
};

/// `name` is the file's name without ".md".
ItemFile read_item(const SourceText& source, const Kind& kind, std::string_view language, std::string_view name);

/// The ids that an item may name. Nothing: not known, so not judged.
struct KnownIds {
  const std::set<std::string>* topics = nullptr;
  const std::set<std::string>* sources = nullptr;
};
/// Whether the item names none that is not there.
bool has_known_references(const Item& item, const KnownIds& known);
/// An error for each that is not there.
std::vector<Finding> check_references(const SourceText& source, const ItemFile& file, const KnownIds& known);

/// The offset of a field or a listed value, else of the first line.
std::size_t offset_of(const FieldOffsets& offsets, std::string_view field, std::string_view value = {});

bool is_slug(std::string_view text);

}  // namespace allybot::library
