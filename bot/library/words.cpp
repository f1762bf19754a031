#include "bot/library/words.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <span>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

constexpr std::size_t kLongestWord = 40;

/// Sorted, for the binary search.
constexpr std::string_view kEnglishStopWords[] = {
    "a",    "about", "after",  "all",  "am",   "an",     "and",  "any",   "are",  "as",   "at",   "be",   "because",
    "been", "being", "but",    "by",   "can",  "did",    "do",   "does",  "for",  "from", "get",  "give", "had",
    "has",  "have",  "he",     "her",  "here", "him",    "his",  "how",   "i",    "if",   "in",   "into", "is",
    "it",   "its",   "just",   "know", "like", "me",     "more", "my",    "need", "no",   "not",  "of",   "on",
    "or",   "our",   "please", "s",    "she",  "should", "so",   "some",  "t",    "than", "that", "the",  "their",
    "them", "then",  "there",  "they", "this", "to",     "too",  "up",    "us",   "was",  "we",   "were", "what",
    "when", "where", "which",  "who",  "why",  "will",   "with", "would", "you",  "your"};

constexpr std::string_view kGermanStopWords[] = {"aber",
                                                 "alle",
                                                 "als",
                                                 "am",
                                                 "an",
                                                 "auch",
                                                 "auf",
                                                 "aus",
                                                 "bei",
                                                 "bin",
                                                 "bis",
                                                 "bist",
                                                 "da",
                                                 "das",
                                                 "dass",
                                                 "dein",
                                                 "dem",
                                                 "den",
                                                 "der",
                                                 "des",
                                                 "dich",
                                                 "die",
                                                 "dir",
                                                 "du",
                                                 "ein",
                                                 "eine",
                                                 "einem",
                                                 "einen",
                                                 "einer",
                                                 "eines",
                                                 "er",
                                                 "es",
                                                 "f\xC3\xBCr",
                                                 "gibt",
                                                 "habe",
                                                 "haben",
                                                 "hat",
                                                 "ich",
                                                 "ihr",
                                                 "im",
                                                 "in",
                                                 "ist",
                                                 "ja",
                                                 "kann",
                                                 "kein",
                                                 "keine",
                                                 "mehr",
                                                 "mein",
                                                 "mich",
                                                 "mir",
                                                 "mit",
                                                 "nach",
                                                 "nicht",
                                                 "noch",
                                                 "nur",
                                                 "oder",
                                                 "sehr",
                                                 "sein",
                                                 "sich",
                                                 "sie",
                                                 "sind",
                                                 "so",
                                                 "um",
                                                 "und",
                                                 "uns",
                                                 "unser",
                                                 "von",
                                                 "vor",
                                                 "war",
                                                 "was",
                                                 "wenn",
                                                 "wer",
                                                 "wie",
                                                 "will",
                                                 "wir",
                                                 "wird",
                                                 "wo",
                                                 "zu",
                                                 "zum",
                                                 "zur",
                                                 "\xC3\xBC"
                                                 "ber"};
constexpr std::string_view kSpanishStopWords[] = {
    "a",     "al",    "algo",  "como",  "con",         "cual",         "cuando", "de",    "del",       "desde",
    "donde", "el",    "ella",  "ellos", "en",          "entre",        "era",    "es",    "esa",       "ese",
    "eso",   "esta",  "este",  "esto",  "est\xC3\xA1", "est\xC3\xA1n", "ha",     "hay",   "la",        "las",
    "le",    "les",   "lo",    "los",   "me",          "mi",           "mis",    "mucho", "muy",       "m\xC3\xA1s",
    "no",    "nos",   "o",     "para",  "pero",        "por",          "porque", "que",   "quien",     "qu\xC3\xA9",
    "se",    "ser",   "si",    "sin",   "sobre",       "son",          "su",     "sus",   "s\xC3\xAD", "tambi\xC3\xA9n",
    "te",    "tengo", "tiene", "tu",    "tus",         "un",           "una",    "uno",   "y",         "ya",
    "yo"};
constexpr std::string_view kFrenchStopWords[] = {
    "a",          "ai",   "au",    "aux",  "avec",   "c",     "ce",        "ces", "cette",    "comme",
    "d",          "dans", "de",    "des",  "du",     "elle",  "elles",     "en",  "est",      "et",
    "eux",        "il",   "ils",   "j",    "je",     "l",     "la",        "le",  "les",      "leur",
    "leurs",      "lui",  "m",     "ma",   "mais",   "me",    "mes",       "moi", "mon",      "n",
    "ne",         "nos",  "notre", "nous", "on",     "ou",    "o\xC3\xB9", "par", "pas",      "plus",
    "pour",       "qu",   "que",   "quel", "quelle", "qui",   "s",         "sa",  "se",       "sera",
    "ses",        "si",   "son",   "sont", "sur",    "t",     "ta",        "te",  "tes",      "toi",
    "ton",        "tu",   "un",    "une",  "vos",    "votre", "vous",      "y",   "\xC3\xA0", "\xC3\xA9t\xC3\xA9",
    "\xC3\xAAtre"};

std::span<const std::string_view> stop_words(std::string_view language) {
  const auto tag = language.substr(0, language.find('-'));
  if (tag == "en") return kEnglishStopWords;
  if (tag == "de") return kGermanStopWords;
  if (tag == "es") return kSpanishStopWords;
  if (tag == "fr") return kFrenchStopWords;
  return {};
}

/// Snowball's names of languages by the tags that content uses.
constexpr std::pair<std::string_view, const char*> kStemmers[] = {
    {"ar", "arabic"},     {"da", "danish"},   {"de", "german"},  {"el", "greek"},     {"en", "english"},
    {"es", "spanish"},    {"fi", "finnish"},  {"fr", "french"},  {"hi", "hindi"},     {"hu", "hungarian"},
    {"id", "indonesian"}, {"it", "italian"},  {"nl", "dutch"},   {"no", "norwegian"}, {"nb", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"}, {"sv", "swedish"},   {"tr", "turkish"}};

std::uint32_t letters_of(std::string_view word) {
  std::uint32_t letters = 0;
  for (const char c : word)
    if (c >= 'a' && c <= 'z') letters |= 1U << static_cast<unsigned>(c - 'a');
  return letters;
}

/// Bytes of words: letters and digits of ASCII, and everything beyond ASCII but punctuation (U+2000 to U+206F, U+3000 to U+303F).
std::size_t word_bytes_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ? 1 : 0;
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
  if (at + length > text.size()) return 0;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  if (byte == 0xE2 && second <= 0x81) return 0;
  if (byte == 0xE3 && second == 0x80) return 0;
  if (byte == 0xC2) return 0;  // Latin-1 signs and spaces
  return length;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  const std::string folded = fold_case(text);
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < folded.size();) {
    const auto length = word_bytes_at(folded, at);
    if (length == 0) {
      flush();
      ++at;
      continue;
    }
    if (word.size() < kLongestWord) word.append(folded, at, length);
    at += length;
  }
  flush();
  return words;
}

bool is_stop_word(std::string_view word, std::string_view language) {
  const auto words = stop_words(language);
  return std::binary_search(words.begin(), words.end(), word);
}

struct Stemmer::State {
  sb_stemmer* stemmer = nullptr;
  ~State() {
    if (stemmer != nullptr) sb_stemmer_delete(stemmer);
  }
};

Stemmer::Stemmer(std::string_view language) : state_(std::make_unique<State>()) {
  const auto tag = language.substr(0, language.find('-'));
  for (const auto& [known, name] : kStemmers)
    if (known == tag) state_->stemmer = sb_stemmer_new(name, "UTF_8");
}

Stemmer::~Stemmer() = default;

std::string_view Stemmer::stem(std::string_view folded) {
  if (state_->stemmer == nullptr || folded.size() > kLongestWord * 4) return folded;
  const auto* stemmed =
      sb_stemmer_stem(state_->stemmer, reinterpret_cast<const sb_symbol*>(folded.data()), static_cast<int>(folded.size()));
  if (stemmed == nullptr) return folded;
  return {reinterpret_cast<const char*>(stemmed), static_cast<std::size_t>(sb_stemmer_length(state_->stemmer))};
}

void Vocabulary::add(std::string_view folded) {
  if (folded.size() >= 3) ++counts_[std::string(folded)];
}

void Vocabulary::finish() {
  for (const auto& [word, count] : counts_) {
    if (by_length_.size() <= word.size()) by_length_.resize(word.size() + 1);
    by_length_[word.size()].push_back({letters_of(word), count, &word});
  }
  // The same answer on every machine: a hash table's order is nobody's promise.
  for (auto& entries : by_length_)
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) { return *one.word < *other.word; });
}

std::string Vocabulary::nearest(std::string_view folded) const {
  if (folded.size() < 4 || folded.size() > kLongestWord) return {};
  const std::size_t most = folded.size() < 6 ? 1 : 2;
  const auto letters = letters_of(folded);
  const Entry* best = nullptr;
  std::size_t best_distance = most + 1;
  const auto shortest = folded.size() > most ? folded.size() - most : 0;
  for (std::size_t length = shortest; length <= folded.size() + most && length < by_length_.size(); ++length) {
    for (const Entry& entry : by_length_[length]) {
      const auto allowed = std::min(best_distance, most);
      // An edit changes at most two of the letters that a word holds.
      if (static_cast<std::size_t>(std::popcount(entry.letters ^ letters)) > 2 * allowed) continue;
      const auto distance = edit_distance(folded, *entry.word, allowed);
      if (distance > allowed) continue;
      // Two edits with another first letter is another word more often than a slip.
      if (distance == 2 && entry.word->front() != folded.front()) continue;
      if (distance < best_distance || best == nullptr || entry.count > best->count) {
        best = &entry;
        best_distance = distance;
      }
    }
  }
  return best == nullptr ? std::string() : *best->word;
}

}  // namespace allybot::library
