// The YAML files beside the items: topics, sources, plans, help, phrases.
// Must never drop a whole file for one bad row: the row is left out with its finding, the others stay.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/library/item.h"
#include "bot/library/source_text.h"

namespace allybot::library {

inline constexpr std::size_t kMostTableBytes = 4 * 1024 * 1024;
inline constexpr std::string_view kFallbackLanguage = "en";

template <class Row>
struct Table {
  bool readable = false;  ///< the file as a whole could be read; when not, `rows` is empty
  std::vector<Row> rows;
  std::vector<std::string> bad_ids;  ///< rows left out: a reference to one is not an error of its own
  std::vector<Finding> findings;
};

/// A topic in all its languages.
struct TopicRow {
  std::string id;
  std::map<std::string, std::string> titles;
  std::map<std::string, std::vector<std::string>> synonyms;  ///< folded
  int line = 1;
};

struct Phrases {
  std::map<std::string, std::string, std::less<>> by_key;  ///< "tip.none": nested keys joined by dots
};

Table<TopicRow> read_topics(const SourceText& source);
Table<Source> read_sources(const SourceText& source);
Table<FilePlan> read_file_plans(const SourceText& source);
/// An error at a place of FilePlan::places, at the plan's first line when there is none such.
Finding error_in(const FilePlan& plan, const std::string& place, std::string code, std::string message, std::string hint);
/// One row, or none when not readable.
Table<Help> read_help(const SourceText& source);
/// One row, or none when not readable.
Table<Phrases> read_phrases(const SourceText& source);

}  // namespace allybot::library
