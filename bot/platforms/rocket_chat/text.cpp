#include "bot/platforms/rocket_chat/text.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::rocket_chat {
namespace {

constexpr std::string_view kApart = "\xE2\x80\x8B";  // a space of no width
constexpr std::size_t kMostName = 100;
constexpr int kMostNames = 2;  // in one message: each unknown one is asked for

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }
bool is_letter_or_digit(char c) { return http::is_letter(c) || http::is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_name(char c) { return http::is_letter(c) || http::is_digit(c) || c == '-' || c == '_' || c == '.'; }

/// What would be a list, a heading or a quotation where it begins a line.
bool begins_block(std::string_view line) {
  if (line.empty()) return false;
  if (std::string_view(">#-|").find(line[0]) != std::string_view::npos) return true;
  std::size_t digits = 0;
  while (digits < line.size() && http::is_digit(line[digits])) ++digits;
  return digits > 0 && digits < line.size() && line[digits] == '.';
}

/// ":tada:" begins there; a number between colons does as well.
bool begins_emoji(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (is_name(text[end]) || text[end] == '+')) ++end;
  return end > 1 && end < text.size() && text[end] == ':';
}

/// What no mark can be taken the meaning from is shown by a character that is none, or kept apart from what it marks.
std::string literal(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  bool line_begins = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char before = at > 0 ? text[at - 1] : ' ';
    const bool last = at + 1 == text.size();  // another run may follow
    const char next = last ? ' ' : text[at + 1];
    if (c == '\n') {
      out += c;
      line_begins = true;
      continue;
    }
    if (line_begins && begins_block(text.substr(at))) out += kApart;
    line_begins = false;
    bool apart = false;
    switch (c) {
      case '*': out += "\xE2\x88\x97"; continue;
      case '_': out += "\xCB\x8D"; continue;
      case '~': out += "\xE2\x88\xBC"; continue;
      case '`': out += '\''; continue;
      case '<': out += !last && is_space(next) ? "<" : "\xE2\x80\xB9"; continue;
      case ']': apart = last || next == '('; break;
      case '|': apart = next == '|'; break;
      case '\\': apart = next == '(' || next == '['; break;
      case '+': apart = http::is_digit(next) || next == '('; break;
      case '@':
      case '#': apart = last || !is_space(next); break;
      case ':': apart = last || (!is_space(next) && (!http::is_digit(next) || begins_emoji(text.substr(at)))); break;
      case '.': apart = is_letter_or_digit(before) && is_letter_or_digit(next) && !http::is_digit(next); break;
      case ')':  // "8)" would become a face
        if (std::string_view("8BX%#;=-^DO0y3").find(before) != std::string_view::npos) out += kApart;
        break;
      default:
        if (static_cast<unsigned char>(c) < ' ') {
          out += ' ';
          continue;
        }
    }
    out += c;
    if (apart) out += kApart;
  }
  return out;
}

/// "[ ](https://...?msg=ID) " before an answer to another message: what is quoted.
std::string_view without_quotation(std::string_view text) {
  text = trim(text);
  while (text.substr(0, 4) == "[ ](") {
    const std::size_t end = text.find(')');
    if (end == std::string_view::npos) break;
    text = trim(text.substr(end + 1));
  }
  return text;
}

/// Whether the text begins with the word, and not with a longer one.
bool begins_with(std::string_view text, std::string_view word) {
  if (word.empty() || text.substr(0, word.size()) != word) return false;
  const std::string_view rest = text.substr(word.size());
  return rest.empty() || !is_name(rest[0]) || (rest[0] == '.' && (rest.size() == 1 || !is_name(rest[1])));
}

std::string_view name_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_name(text[end])) ++end;
  while (end > 0 && text[end - 1] == '.') --end;  // ends a sentence
  return text.substr(0, end);
}

}  // namespace

const MarkdownRules& markdown_rules() {
  static const MarkdownRules rules = [] {
    MarkdownRules rocket_chat;
    rocket_chat.headings = false;
    rocket_chat.backslash = false;
    rocket_chat.strong = "*";
    rocket_chat.emphasis = "_";
    rocket_chat.literal = literal;
    return rocket_chat;
  }();
  return rules;
}

bool is_user_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostName && std::all_of(text.begin(), text.end(), is_name);
}

Spoken spoken_text(std::string_view typed, const Called& called,
                   const std::function<std::optional<std::string>(std::string_view name)>& id_of) {
  Spoken spoken;
  std::string_view text = without_quotation(typed);
  const std::string mention = called.name.empty() ? std::string() : '@' + std::string(called.name);
  for (const std::string_view word : {called.trigger_word, std::string_view(mention)}) {
    if (!begins_with(text, word)) continue;
    spoken.called_first = true;
    text = trim(text.substr(word.size()));
  }
  int names = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char before = at > 0 ? text[at - 1] : ' ';
    if (text[at] != '@') {
      spoken.text += text[at];
      continue;
    }
    const std::string_view name = is_letter_or_digit(before) ? std::string_view() : name_at(text.substr(at + 1));
    if (!name.empty() && name == called.name) {
      at += name.size();
      continue;
    }
    if (before == '<') spoken.text += ' ';
    std::optional<std::string> id;
    if (is_user_name(name) && name != "all" && name != "here" && ++names <= kMostNames) {
      id = id_of(name);
      if (!id) spoken.unknown_names.emplace_back(name);
    }
    if (id) {
      spoken.text += "<@" + *id + '>';
      at += name.size();
    } else {
      spoken.text += '@';
    }
  }
  return spoken;
}

}  // namespace allybot::platforms::rocket_chat
