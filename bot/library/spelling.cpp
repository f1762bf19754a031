#include "bot/library/spelling.h"

#include <algorithm>
#include <filesystem>
#include <hunspell/hunspell.hxx>
#include <unordered_map>
#include <unordered_set>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

/// Suggestions take milliseconds each: the first findings have them, a file full of another language does not.
constexpr std::size_t kMostSuggestions = 25;

/// The dictionaries of a language, the first asked first, and what they come in. All are UTF-8.
struct Dictionaries {
  std::string_view language;
  std::vector<const char*> names;
  const char* package;
};
const Dictionaries kDictionaries[] = {{"en", {"en_GB", "en_US"}, "hunspell-en-gb"},
                                      {"de", {"de_DE"}, "hunspell-de-de"},
                                      {"es", {"es_ES", "es_MX"}, "hunspell-es"},
                                      {"fr", {"fr"}, "hunspell-fr"}};

const Dictionaries* dictionaries_of(std::string_view language) {
  const auto tag = language.substr(0, language.find('-'));
  const auto found = std::find_if(std::begin(kDictionaries), std::end(kDictionaries),
                                  [&](const Dictionaries& one) { return one.language == tag; });
  return found == std::end(kDictionaries) ? nullptr : found;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Names, short forms and numbers are not for a dictionary. German writes a capital in every noun; English no accents.
bool is_no_word(const Word& word, std::string_view language) {
  if (word.raw.size() < 3) return true;
  if (language != "de" && is_capital(word.raw.front()) && !word.starts_sentence) return true;
  std::size_t capitals = 0;
  for (const char c : word.raw) {
    if ((c >= '0' && c <= '9') || (language == "en" && static_cast<unsigned char>(c) >= 0x80)) return true;
    capitals += is_capital(c) ? 1 : 0;
  }
  return capitals > 1;
}

/// As dictionaries write it: with a plain apostrophe.
std::string plain(std::string_view word) {
  constexpr std::string_view kCurly = "\xE2\x80\x99";
  std::string text(word);
  for (auto at = text.find(kCurly); at != std::string::npos; at = text.find(kCurly, at)) text.replace(at, kCurly.size(), "'");
  return text;
}

}  // namespace

struct Spelling::State {
  struct Dictionary {
    std::string affixes, words;
    std::unique_ptr<Hunspell> loaded;
    /// A tenth of a second: the second dictionary is read only for a word that the first does not have.
    Hunspell& get() {
      if (!loaded) loaded = std::make_unique<Hunspell>(affixes.c_str(), words.c_str());
      return *loaded;
    }
  };
  std::string_view language;  ///< of the table above
  std::vector<Dictionary> dictionaries;
  std::unordered_set<std::string> own;
  std::unordered_map<std::string, bool> judged;
  std::size_t suggested = 0;

  bool is_right(const std::string& word) {
    const auto known = judged.find(word);
    if (known != judged.end()) return known->second;
    bool right = own.count(fold_case(word)) != 0;
    for (Dictionary& dictionary : dictionaries) right = right || dictionary.get().spell(word);
    if (!right) {  // "stand-up", "re-read": right when its parts are
      const auto parts = split(word, '-');
      right = parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
                return part.size() < 3 || is_right(std::string(part));
              });
    }
    if (!right && word.ends_with("'s")) right = is_right(word.substr(0, word.size() - 2));
    if (!right && language == "fr")  // "l'equipe", "qu'elle": what stands before the vowel is no word of its own
      if (const auto cut = word.find('\''); cut != std::string::npos && cut <= 2) right = is_right(word.substr(cut + 1));
    judged[word] = right;
    return right;
  }
};

Spelling::Spelling(std::string_view language, std::string_view own_words, const std::string& folder)
    : state_(std::make_unique<State>()) {
  for (const auto line : split(own_words, '\n')) {
    const auto word = trim(line.substr(0, line.find('#')));
    if (!word.empty()) state_->own.insert(fold_case(word));
  }
  const Dictionaries* known = dictionaries_of(language);
  if (known == nullptr) return;
  state_->language = known->language;
  for (const char* name : known->names) {
    const std::string path = folder + "/" + name;
    std::error_code ignored;
    if (!std::filesystem::exists(path + ".dic", ignored) || !std::filesystem::exists(path + ".aff", ignored)) continue;
    state_->dictionaries.push_back({path + ".aff", path + ".dic", nullptr});
  }
}

Spelling::~Spelling() = default;

bool Spelling::available() const { return !state_->dictionaries.empty(); }

std::vector<Finding> Spelling::check(const SourceText& source, const std::vector<Word>& words) {
  std::vector<Finding> findings;
  if (!available()) return findings;
  std::unordered_set<std::string> told;
  for (const Word& word : words) {
    if (is_no_word(word, state_->language)) continue;
    const std::string raw = plain(word.raw);
    if (state_->is_right(raw) || !told.insert(raw).second) continue;
    std::string hint = "Mend it, or add it to words.txt.";
    if (state_->suggested < kMostSuggestions) {
      ++state_->suggested;
      const auto near = state_->dictionaries.front().get().suggest(raw);
      if (!near.empty()) hint = "Did you mean \"" + near.front() + "\"? If it is right, add it to words.txt.";
    }
    findings.push_back(source.warning(word.offset, "spelling", "\"" + raw + "\" is not in the dictionary.", hint));
  }
  return findings;
}

std::string dictionary_package(std::string_view language) {
  const Dictionaries* known = dictionaries_of(language);
  return known != nullptr ? known->package : "its hunspell dictionary, and name it in bot/library/spelling.cpp";
}

}  // namespace allybot::library
