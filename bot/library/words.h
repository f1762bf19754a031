// Words of a text as people type and compare them: folded, without punctuation; their stems; the nearest known one.
// Must never know what a word means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace allybot::library {

/// Folded words without punctuation, in order. Apostrophes and hyphens part words.
std::vector<std::string> words_of(std::string_view text);
/// Words that carry no meaning in a search ("how", "do", "the"); English only, other languages have none.
bool is_stop_word(std::string_view word, std::string_view language);

/// Snowball's stemmer of a language, or one that changes nothing where Snowball has none. One thread at a time.
class Stemmer {
 public:
  explicit Stemmer(std::string_view language);
  ~Stemmer();
  Stemmer(const Stemmer&) = delete;
  Stemmer& operator=(const Stemmer&) = delete;
  /// Valid until the next call.
  std::string_view stem(std::string_view folded);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The words that the library uses, for mending what is mistyped. Immutable after the last add().
class Vocabulary {
 public:
  void add(std::string_view folded);
  /// Orders the words for nearest(); call once, after the last add().
  void finish();
  bool knows(std::string_view folded) const { return counts_.find(std::string(folded)) != counts_.end(); }
  /// The nearest word: one edit for short words, two for longer ones. Empty when none is near.
  std::string nearest(std::string_view folded) const;
  std::size_t size() const { return counts_.size(); }

 private:
  struct Entry {
    std::uint32_t letters = 0;  ///< which of a..z it holds: two words that differ in many are not near
    std::uint32_t count = 0;
    const std::string* word = nullptr;
  };
  std::unordered_map<std::string, std::uint32_t> counts_;
  std::vector<std::vector<Entry>> by_length_;  ///< in bytes
};

}  // namespace allybot::library
