// Full-text search over the items of one language view: SQLite FTS5 in memory, words stemmed by Snowball.
// Must never let what a member typed reach FTS5's own query language: words go in quoted, and only words.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/library.h"

namespace allybot::library {

/// One item as it is found: text by column.
struct SearchDocument {
  const Item* item = nullptr;
  std::string title, main_topic, topics, claim, body;
};

/// Any thread may call it; searches run one at a time and the latest answers are kept.
class SearchIndex {
 public:
  /// `documents` is asked once, when the index is made: by make(), or by the first question, which then waits for it.
  /// An index that finds nothing when SQLite cannot be used; that is logged.
  SearchIndex(std::string language, std::function<std::vector<SearchDocument>()> documents);
  ~SearchIndex();
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  /// Makes it now, if nobody has. Takes a fifth of a millisecond for each item.
  void make() const;
  bool is_made() const;
  SearchResult search(std::string_view words, std::string_view kind, std::size_t most, bool prefix) const;
  std::string spelling(std::string_view word) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::library
