#include "bot/library/plain_markdown.h"

#include "bot/core/text.h"

namespace allybot::library {
namespace {

constexpr std::string_view kBullet = "\xE2\x80\xA2";
constexpr std::size_t kMostDigits = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Control characters of C0 and C1 become spaces, but for line feeds; the separators U+2028 and U+2029 become line feeds.
std::string without_controls(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (byte == '\r') {
      clean += '\n';
      if (next == '\n') ++at;
    } else if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
      clean += ' ';
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
      clean += ' ';
      ++at;
    } else if (text.substr(at, 3) == "\xE2\x80\xA8" || text.substr(at, 3) == "\xE2\x80\xA9") {
      clean += '\n';
      at += 2;
    } else {
      clean += text[at];
    }
  }
  return clean;
}

/// "&amp;", "&#38;": what Markdown would read as one character.
bool begins_entity(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && (is_letter_or_digit(text[at]) || text[at] == '#')) ++at;
  return at > 1 && at < text.size() && text[at] == ';';
}

bool is_inside_a_word(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_letter_or_digit(text[at - 1]) && is_letter_or_digit(text[at + 1]);
}

/// The digits of "12." or "12)" at the start; nothing otherwise.
std::string_view number_of(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  const bool marked = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  return marked ? line.substr(0, digits) : std::string_view();
}

/// The words of one line, which may stand at the start of a line.
std::string literal(std::string_view line) {
  std::string text;
  const std::string_view number = number_of(line);
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool opens_block = at == 0 && std::string_view("#>+-=~").find(c) != std::string_view::npos;
    const bool ends_number = !number.empty() && at == number.size();
    const bool marks_up = std::string_view("\\`*[]<").find(c) != std::string_view::npos ||
                          (c == '_' && !is_inside_a_word(line, at)) || (c == '&' && begins_entity(line.substr(at)));
    if (opens_block || ends_number || marks_up) text += '\\';
    text += c;
  }
  return text;
}

struct TypedLine {
  enum class Kind { Words, Bullet, Number };
  Kind kind = Kind::Words;
  std::string text;
};

TypedLine read_line(std::string_view line) {
  for (const std::string_view mark : {std::string_view("-"), std::string_view("*"), kBullet}) {
    const auto rest = line.substr(std::min(mark.size(), line.size()));
    if (line.substr(0, mark.size()) == mark && !rest.empty() && rest.front() == ' ' && !trim(rest).empty())
      return {TypedLine::Kind::Bullet, "- " + literal(trim(rest))};
  }
  const std::string_view number = number_of(line);
  if (!number.empty() && number.size() <= kMostDigits) {
    const auto rest = line.substr(number.size() + 1);
    if (!rest.empty() && rest.front() == ' ' && !trim(rest).empty())
      return {TypedLine::Kind::Number, std::string(number) + ". " + literal(trim(rest))};
  }
  return {TypedLine::Kind::Words, literal(line)};
}

}  // namespace

std::string markdown_of(std::string_view typed) {
  std::string text;
  bool apart = false;  // an empty line comes before what follows
  auto kind = TypedLine::Kind::Words;
  const std::string clean = to_nfc(without_controls(typed));
  for (const std::string_view raw : split(clean, '\n')) {
    const auto words = trim(raw);
    if (words.empty()) {
      apart = !text.empty();
      continue;
    }
    TypedLine line = read_line(words);
    if (!text.empty()) text += apart || line.kind != kind ? "\n\n" : "\n";
    text += line.text;
    kind = line.kind;
    apart = false;
  }
  return text.empty() ? text : text + '\n';
}

std::string one_line(std::string_view typed) {
  std::string text = without_controls(typed);
  for (char& c : text)
    if (c == '\n') c = ' ';
  return to_nfc(trim(text));
}

}  // namespace allybot::library
