// Translated items, phrases and texts beside the English ones: what differs, and what is stale, orphaned or missing.
// Must never be a reason for quarantine: where a translation lacks something, English is spoken.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/files.h"
#include "bot/library/loader.h"

namespace allybot::library {

/// The first 12 hexadecimal digits of the SHA-256 of a file, line ends read as LF and without its line `checked_on`: what
/// `translates` holds.
std::string mark_of(std::string_view bytes);

/// How far one language is.
struct LanguageState {
  std::string language;
  std::size_t items = 0;       ///< shown, of its own
  std::size_t unreviewed = 0;  ///< no native reader has signed
  std::size_t stale = 0;       ///< English changed since
  std::size_t missing = 0;     ///< there in English alone
};

/// Both have to outlive it.
class Translations {
 public:
  Translations(const FolderScan& scan, const Content& content);

  /// What is wrong in a translation, whichever language is looked at.
  std::vector<Finding> faults() const;
  /// What one language lacks: warnings for stale and orphaned items, Info for what is missing.
  std::vector<Finding> gaps(const std::string& language) const;
  /// Of every language, English first.
  std::vector<LanguageState> states() const;

 private:
  std::string bytes_of(const std::string& path, std::size_t most) const;
  const Item* english(const Item& item) const;
  bool is_stale(const Item& item) const;
  void add_item_faults(const Item& item, const Item& english, std::vector<Finding>& findings) const;
  void add_phrase_faults(const std::string& language, const Phrases& phrases, std::vector<Finding>& findings) const;
  void add_missing_texts(const std::string& language, std::vector<Finding>& findings) const;

  const Content& content_;
  std::map<std::string, std::string> real_;                                   ///< path to what is opened
  std::map<std::string, const Item*> english_;                                ///< by id
  std::map<std::string, std::string> marks_;                                  ///< of English files that were translated, by id
  const std::map<std::string, std::string, std::less<>>* phrases_ = nullptr;  ///< English; nullptr when there are none
};

}  // namespace allybot::library
