// Spelling by Hunspell's dictionaries and a list of our own words.
// Must never be needed: without a dictionary nothing is checked, and that is said once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/style.h"

namespace allybot::library {

class Spelling {
 public:
  /// Words of `own_words` (one a line, # begins a comment) are right too. Dictionaries are looked for in `folder`.
  Spelling(std::string_view language, std::string_view own_words, const std::string& folder = "/usr/share/hunspell");
  ~Spelling();
  Spelling(const Spelling&) = delete;
  Spelling& operator=(const Spelling&) = delete;

  bool available() const;
  /// Findings for the words of one passage.
  std::vector<Finding> check(const SourceText& source, const std::vector<Word>& words);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The Debian package with the dictionary of a language.
std::string dictionary_package(std::string_view language);

}  // namespace allybot::library
