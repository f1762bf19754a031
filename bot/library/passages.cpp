#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/style.h"

namespace allybot::library {
namespace {

/// The raw value of a field: to the end of its line and of the indented lines after it, without the quotes around it.
Passage field_passage(std::string_view name, const std::string& text, std::size_t offset) {
  std::size_t end = std::min(text.find('\n', offset), text.size());
  while (end + 1 < text.size() && (text[end + 1] == ' ' || text[end + 1] == '\t'))
    end = std::min(text.find('\n', end + 1), text.size());
  auto raw = std::string_view(text).substr(offset, end - offset);
  while (!raw.empty() && (raw.back() == ' ' || raw.back() == '\n')) raw.remove_suffix(1);
  if (raw.size() >= 2 && (raw.front() == '"' || raw.front() == '\'') && raw.back() == raw.front()) {
    raw = raw.substr(1, raw.size() - 2);
    ++offset;
  }
  return {name, offset, raw};
}

/// How many bytes of a word stand at `at`: letters, digits, and apostrophes and hyphens between letters.
std::size_t word_bytes_at(std::string_view text, std::size_t at, bool inside) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  const auto byte = static_cast<unsigned char>(text[at]);
  if (is_plain(text[at])) return 1;
  if ((byte == '\'' || byte == '-') && inside && at + 1 < text.size() && is_plain(text[at + 1])) return 1;
  if (byte == 0xE2 && at + 2 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0x80 &&
      static_cast<unsigned char>(text[at + 2]) == 0x99 && inside)
    return 3;  // a curly apostrophe
  if (byte < 0xC3 || byte == 0xE2) return 0;
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
  return at + length <= text.size() ? length : 0;
}

}  // namespace

std::vector<Passage> passages_of(const SourceText& source, const Kind& kind, const ItemFile& file) {
  std::vector<Passage> passages;
  for (const Field& field : kind.fields) {
    if (field.form != FieldForm::Text || field.name == "publisher" || field.name == "review" || field.name == "note") continue;
    const auto offset = offset_of(file.offsets, field.name);
    if (offset != 0) passages.push_back(field_passage(field.name, source.text(), offset));
  }
  passages.push_back({"body", file.body_offset, std::string_view(source.text()).substr(file.body_offset)});
  return passages;
}

std::vector<Word> words_in(const Passage& passage) {
  std::vector<Word> words;
  bool quoted = false, code = false, starts = true;
  const auto text = passage.text;
  for (std::size_t at = 0; at < text.size();) {
    auto length = word_bytes_at(text, at, false);
    if (length == 0) {
      const char c = text[at];
      if (c == '"') quoted = !quoted;
      if (c == '`') code = !code;
      if (c == '\n' && at + 1 < text.size() && text[at + 1] == '\n') quoted = code = false;
      if (c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == '"' || c == '(') starts = true;
      // An address is no text.
      if (c == '(' && text.substr(at, 5) == "(http") at = std::min(text.find(')', at), text.size() - 1);
      ++at;
      continue;
    }
    const auto start = at;
    while (at < text.size() && (length = word_bytes_at(text, at, at > start)) != 0) at += length;
    if (!code) {
      const auto raw = text.substr(start, at - start);
      words.push_back({passage.offset + start, fold_case(raw), raw, quoted, starts});
    }
    starts = false;
  }
  return words;
}

std::size_t count_syllables(std::string_view word) {
  const auto is_vowel = [](char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; };
  std::size_t groups = 0;
  bool before = false;
  for (const char c : word) {
    const bool vowel = is_vowel(c);
    if (vowel && !before) ++groups;
    before = vowel;
  }
  const auto ends = [&](std::string_view end) {
    return word.size() > end.size() && word.substr(word.size() - end.size()) == end;
  };
  // A silent e ("made", "moved", "sides") is no syllable; "-le" after a consonant is.
  if (groups > 1 && ends("e") && !ends("le") && !is_vowel(word[word.size() - 2])) --groups;
  if (groups > 1 && ends("es") && word.size() > 3 && !is_vowel(word[word.size() - 3]) &&
      std::string_view("sxzcg").find(word[word.size() - 3]) == std::string_view::npos && word[word.size() - 3] != 'h')
    --groups;
  if (groups > 1 && ends("ed") && word.size() > 3 && word[word.size() - 3] != 't' && word[word.size() - 3] != 'd' &&
      !is_vowel(word[word.size() - 3]))
    --groups;
  return std::max<std::size_t>(groups, 1);
}

double reading_ease(std::string_view text) {
  std::size_t words = 0, sentences = 0, syllables = 0, since = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const auto length = at < text.size() ? word_bytes_at(text, at, false) : 0;
    if (length == 0) {
      const bool ends = at == text.size() || text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == '\n' ||
                        text[at] == ':' || text[at] == ';';
      if (ends && since > 0) {
        ++sentences;
        since = 0;
      }
      ++at;
      continue;
    }
    const auto start = at;
    std::size_t more = length;
    while (at < text.size() && (more = word_bytes_at(text, at, at > start)) != 0) at += more;
    ++words;
    ++since;
    syllables += count_syllables(text.substr(start, at - start));
  }
  if (words == 0) return 100;
  const auto per = [](std::size_t one, std::size_t other) { return static_cast<double>(one) / static_cast<double>(other); };
  return 206.835 - 1.015 * per(words, std::max<std::size_t>(sentences, 1)) - 84.6 * per(syllables, words);
}

}  // namespace allybot::library
