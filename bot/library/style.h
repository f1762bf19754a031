// How an item should read: words we do not use, length, plainness, typography.
// Must never be a reason for quarantine: what reads badly still holds; only content check tells of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/library/item_file.h"
#include "bot/library/source_text.h"
#include "bot/library/tables.h"

namespace allybot::library {

/// One phrasing that we do not use: content/style.yaml.
struct StyleRule {
  std::string id;
  std::vector<std::vector<std::string>> phrases;  ///< folded words
  Finding::Level level = Finding::Level::Warning;
  std::string message, hint;
  bool quoted_too = false;             ///< also inside quotation marks
  bool first_sentence_only = false;    ///< of the body
  std::vector<std::string> not_about;  ///< items with one of these topics may use it
};

Table<StyleRule> read_style_rules(const SourceText& source);

/// A part of the file that people read.
struct Passage {
  std::string_view field;  ///< "body", or the field's name
  std::size_t offset = 0;
  std::string_view text;  ///< as it stands in the file
};

/// Title, action and the like, and the body last.
std::vector<Passage> passages_of(const SourceText& source, const Kind& kind, const ItemFile& file);

struct Word {
  std::size_t offset = 0;  ///< in the file
  std::string folded;
  std::string_view raw;
  bool quoted = false;  ///< inside straight double quotes
  bool starts_sentence = false;
};
std::vector<Word> words_in(const Passage& passage);

/// Flesch's reading ease of English text: 60 and more is plain. Syllables are counted by a rule of thumb.
double reading_ease(std::string_view text);
std::size_t count_syllables(std::string_view word);

/// All that is to be said about one item's style.
std::vector<Finding> check_style(const SourceText& source, const Kind& kind, const ItemFile& file,
                                 const std::vector<StyleRule>& rules);

}  // namespace allybot::library
