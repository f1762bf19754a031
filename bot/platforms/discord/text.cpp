#include "bot/platforms/discord/text.h"

#include <type_traits>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/discord/route.h"

namespace allybot::platforms::discord {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

/// Whether only blanks stand between the last line break and `at`.
bool begins_line(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at == 0 || text[at - 1] == '\n';
}

/// ":name:" would become a picture.
bool is_shortcode(std::string_view text, std::size_t colon) {
  std::size_t at = colon + 1;
  while (at < text.size() && (is_letter_or_digit(text[at]) || text[at] == '_' || text[at] == '+' || text[at] == '-')) ++at;
  return at > colon + 1 && at < text.size() && text[at] == ':';
}

/// "http:" at the end, which the next run may make an address of.
bool ends_in_scheme(std::string_view text) {
  for (const std::string_view scheme : {"http:", "https:"})
    if (text.size() >= scheme.size() && text.substr(text.size() - scheme.size()) == scheme) return true;
  return false;
}

bool is_mark(std::string_view text, std::size_t at) {
  const bool last = at + 1 == text.size();
  const char next = last ? '\n' : text[at + 1];
  switch (text[at]) {
    case '\\':
    case '*':
    case '_':
    case '~':
    case '`':
    case '|':
    case '[':
    case ']':
    case '<':
    case '>': return true;
    case '@': return last || is_word(next);
    case ':': return next == '/' || (last && ends_in_scheme(text)) || is_shortcode(text, at);
    case '#':
    case '-':
    case '+': return begins_line(text, at);
    case '.': {  // "1." begins a list
      std::size_t digits = at;
      while (digits > 0 && text[digits - 1] >= '0' && text[digits - 1] <= '9') --digits;
      return digits < at && begins_line(text, digits);
    }
    default: return false;
  }
}

std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : printable(text)) out += c == '`' ? '\'' : c;
  return out + '`';
}

void append_run(std::string& out, const Inline& run) {
  const std::string address = run.link.empty() ? std::string() : safe_link(run.link);
  const std::string_view inner = trim(run.text);
  std::string shown;
  if (address.rfind("https://", 0) == 0) {
    shown = '[' + escape(printable(inner.empty() ? std::string_view(address) : inner)) + "](<" + address + ">)";
  } else if (!address.empty()) {  // Discord makes no links of mail addresses
    const std::string mail = escape(address.substr(address.find(':') + 1));
    shown = inner.empty() || inner == address ? mail : escape(printable(inner)) + " (" + mail + ')';
  } else if (inner.empty() || (!run.code && !run.strong && !run.emphasis)) {
    out += escape(run.text);
    return;
  } else {
    shown = run.code ? code(inner) : escape(printable(inner));
  }
  if (run.emphasis && !run.code) shown = '*' + shown + '*';
  if (run.strong && !run.code) shown = "**" + shown + "**";
  // Marks must touch the words, and no others: blanks stay outside, and what is no blank is kept apart.
  const std::size_t before = inner.empty() ? 0 : static_cast<std::size_t>(inner.data() - run.text.data());
  out.append(escape(std::string_view(run.text).substr(0, before)));
  if (!out.empty() && (out.back() == '*' || out.back() == '`')) out += kZeroWidthSpace;
  out += shown;
  out.append(escape(std::string_view(run.text).substr(before + inner.size())));
}

/// Every line break begins anew with `mark`.
std::string marked(std::string_view mark, std::string_view text) {
  std::string out(mark);
  for (const char c : text) {
    out += c;
    if (c == '\n') out += mark;
  }
  return out;
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
    if (!control && is_mark(text, at)) out += '\\';
    out += control ? ' ' : c;
  }
  return out;
}

std::string markdown(const Line& line) {
  std::string out;
  for (const Inline& run : line) append_run(out, run);
  return out;
}

std::string markdown(const Block& block) {
  return std::visit(
      [](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::string out;
          for (std::size_t i = 0; i < b.items.size(); ++i) {
            if (i > 0) out += '\n';
            out += b.numbered ? std::to_string(i + 1) + ". " : "- ";
            out += one_line(markdown(b.items[i]));
          }
          return out;
        } else if constexpr (std::is_same_v<Kind, Quote>) {
          return marked("> ", markdown(b.line));
        } else if constexpr (std::is_same_v<Kind, Labelled>) {
          const std::string label(trim(printable(b.label)));
          return (label.empty() ? std::string() : "**" + escape(label + ':') + "** ") + markdown(b.line);
        } else if constexpr (std::is_same_v<Kind, Note>) {
          const std::string text = one_line(markdown(b.line));
          return trim(text).empty() ? std::string() : "-# " + text;
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return {};
        } else {
          return markdown(b.line);
        }
      },
      block);
}

std::string typed_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t open = text.find('<');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const std::size_t close = text.find('>');
    if (close == std::string_view::npos) {
      out += text;
      break;
    }
    const std::string_view inside = text.substr(1, close - 1);
    const bool animated = inside.substr(0, 2) == "a:";
    const std::string_view emoji = inside.substr(animated ? 1 : 0);
    const std::size_t second = emoji.size() > 1 && emoji[0] == ':' ? emoji.find(':', 1) : std::string_view::npos;
    if (inside.substr(0, 2) == "@!" && is_id(inside.substr(2))) {
      ((out += "<@") += inside.substr(2)) += '>';
    } else if (second != std::string_view::npos && is_id(emoji.substr(second + 1))) {
      out += emoji.substr(0, second + 1);
    } else {
      out += '<';  // and on from the next character: another mention may begin inside
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace allybot::platforms::discord
