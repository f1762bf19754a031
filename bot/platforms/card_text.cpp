#include "bot/platforms/card_text.h"

#include <type_traits>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// RFC 3986's characters, but for the brackets, quotes and pipes that markup uses.
bool is_address(char c) {
  return is_word(c) ? static_cast<unsigned char>(c) < 0x80
                    : std::string_view("-._~:/?#@!$&*+,;=%").find(c) != std::string_view::npos;
}

std::string styled(const Inline& run, const MarkdownRules& rules) {
  if (run.code) {
    std::string text = printable(run.text);
    if (trim(text).empty()) return text;  // marks around nothing are shown
    for (char& c : text)
      if (c == '`') c = '\'';
    return '`' + text + '`';
  }
  // Marks must touch the words, or they are shown as they are: spaces stay outside.
  const std::string_view inner = trim(run.text);
  if (inner.empty() || (!run.strong && !run.emphasis)) return markdown_text(run.text, rules);
  const auto from = static_cast<std::size_t>(inner.data() - run.text.data());
  std::string open, close;
  if (run.strong) open = close = rules.strong;
  if (run.emphasis) (open += rules.emphasis), close.insert(0, rules.emphasis);
  return run.text.substr(0, from) + open + markdown_text(printable(inner), rules) + close + run.text.substr(from + inner.size());
}

std::string sentence(std::string_view text) {
  std::string whole(trim(text));
  if (!whole.empty() && std::string_view(".!?:;\"').,").find(whole.back()) == std::string_view::npos &&
      static_cast<unsigned char>(whole.back()) < 0x80)
    whole += '.';
  return whole;
}

void append_part(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += '\n';
  text += part;
}

bool is_letter(char c) { return is_word(c) && !(c >= '0' && c <= '9'); }

/// What would be a list, a heading, a quotation, a table, a rule or a command where it begins a line.
bool begins_block(std::string_view line) {
  if (line.empty()) return false;
  if (std::string_view(">#-+|/!").find(line[0]) != std::string_view::npos) return true;
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') ++digits;
  return digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
}

/// ":tada:" begins there.
bool begins_emoji(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (is_word(text[end]) || text[end] == '+' || text[end] == '-')) ++end;
  return end > 1 && end < text.size() && text[end] == ':';
}

/// Where nothing escapes a mark, it is kept apart by a space that nobody sees, or shown by a character that is none.
std::string without_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  bool line_begins = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char before = at > 0 ? text[at - 1] : '\n';
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    if (c == '\n') {
      out += c;
      // Four spaces would begin a block of code, and what controls become is one.
      while (at + 1 < text.size() && text[at + 1] != '\n' && static_cast<unsigned char>(text[at + 1]) <= ' ') ++at;
      line_begins = true;
      continue;
    }
    if (line_begins && begins_block(text.substr(at))) out += kZeroWidthSpace;
    line_begins = false;
    bool apart = false;
    switch (c) {
      case '*': out += "\xE2\x88\x97"; continue;
      case '`': out += '\''; continue;
      case ']': apart = next == '('; break;
      case '~':
      case '$': apart = next == c; break;
      case '<': apart = is_letter(next); break;
      case '&': apart = is_letter(next) || next == '#'; break;
      case '@': apart = true; break;
      case '!': apart = text.substr(at + 1, 7) == "avatar(" || text.substr(at + 1, 9) == "gravatar("; break;
      case ':': apart = next == '/' || begins_emoji(text.substr(at)); break;
      case '.': apart = is_word(before) && is_letter(next); break;
      default:
        if (static_cast<unsigned char>(c) < ' ') {
          out += ' ';
          continue;
        }
    }
    out += c;
    if (apart) out += kZeroWidthSpace;
  }
  return out;
}

/// Text that stands between the brackets of a link.
std::string link_text(std::string_view text, const MarkdownRules& rules) {
  std::string shown = markdown_text(printable(text), rules);
  if (rules.backslash) return shown;
  for (char& c : shown) c = c == '[' ? '(' : c == ']' ? ')' : c;
  return shown;
}

}  // namespace

bool is_safe_link(std::string_view url) {
  if (!begins(url, "https://") && !begins(url, "mailto:")) return false;
  if (url.size() == (url[0] == 'h' ? 8U : 7U)) return false;
  for (const char c : url)
    if (!is_address(c)) return false;
  return true;
}

std::string safe_link(std::string_view url) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string address;
  for (const char c : url) {
    if (is_address(c)) {
      address += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      address += '%';
      address += kHex[byte >> 4U];
      address += kHex[byte & 15U];
    }
  }
  return is_safe_link(address) ? address : std::string();
}

std::string fallback_text(const Card& card, std::size_t most) {
  const auto told = [&card](bool labelled_first) {
    std::string text = sentence(card.title);
    for (const bool labelled : {true, false}) {
      for (const Block& block : card.blocks) {
        if (labelled_first ? std::holds_alternative<Labelled>(block) == labelled : labelled)
          append_part(text, plain_text(Card{{}, {block}, {}, {}}));
      }
    }
    return text;
  };
  std::string text = told(false);
  if (count_code_points(text) > most) text = told(true);
  return cut_code_points(text, most);
}

Line cut_line(const Line& line, std::size_t most) {
  Line kept;
  for (const Inline& run : line) {
    const std::size_t length = count_code_points(run.text);
    // A run that just fits leaves no room for the ellipsis of what follows it.
    if (length < most || (length == most && &run == &line.back())) {
      kept.push_back(run);
      most -= length;
      continue;
    }
    Inline last = run;
    last.text = cut_code_points(length == most ? run.text + ' ' : run.text, most);
    if (!last.text.empty()) kept.push_back(std::move(last));
    break;
  }
  return kept;
}

std::string markdown_text(std::string_view text, const MarkdownRules& rules) {
  if (rules.literal != nullptr) return rules.literal(text);
  if (!rules.backslash) return without_marks(text);
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char before = at > 0 ? text[at - 1] : '\n';
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    switch (c) {
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '<':
      case '>':
      case '|':
      case '&': (out += '\\') += c; break;
      case '~':
        (out += '\\') += c;
        if (rules.mentions_by_tilde && is_word(next)) out += kZeroWidthSpace;
        break;
      case '#':
      case '+':
      case '-':
      case '=':  // headings, lists and rules begin a line
        if (before == '\n' || before == ' ') out += '\\';
        out += c;
        break;
      case '.':
      case ')':  // "1." begins a list
        if (before >= '0' && before <= '9' && (next == ' ' || next == '\n')) out += '\\';
        out += c;
        if (c == '.' && rules.links_by_themselves && (before == 'w' || before == 'W') && is_word(next)) out += kZeroWidthSpace;
        break;
      case '@':
        out += c;
        if (rules.mentions_by_at) out += kZeroWidthSpace;
        break;
      case ':':
        out += c;
        if ((rules.links_by_themselves && next == '/') || (rules.emoji_by_colon && (is_word(next) || next == '+' || next == '-')))
          out += kZeroWidthSpace;
        break;
      default: out += c;
    }
  }
  return out;
}

std::string markdown(const Line& line, const MarkdownRules& rules) {
  std::string out;
  for (const Inline& run : line) {
    const std::string address = run.link.empty() ? std::string() : safe_link(run.link);
    if (address.empty())
      out += styled(run, rules);
    else
      out += '[' + link_text(run.text.empty() ? run.link : run.text, rules) + "](" + address + ')';
  }
  if (!rules.backslash) out.erase(0, out.find_first_not_of(' '));
  return out;
}

std::string markdown(const Block& block, const MarkdownRules& rules) {
  return std::visit(
      [&rules](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::string out;
          for (std::size_t i = 0; i < b.items.size(); ++i) {
            if (i > 0) out += '\n';
            out += b.numbered ? std::to_string(i + 1) + ". " : "- ";
            out += markdown(b.items[i], rules);
          }
          return out;
        } else if constexpr (std::is_same_v<Kind, Quote>) {
          std::string out = "> ";
          for (const char c : markdown(b.line, rules)) {
            out += c;
            if (c == '\n') out += "> ";
          }
          return out;
        } else if constexpr (std::is_same_v<Kind, Labelled>) {
          const std::string label = markdown_text(printable(trim(b.label)), rules);
          const bool apart = !rules.backslash && label.find(':') != std::string::npos;  // or ours would end an emoji
          const std::string strong(rules.strong);
          return strong + label + (apart ? std::string(kZeroWidthSpace) : std::string()) + ':' + strong + ' ' +
                 markdown(b.line, rules);
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return "---";
        } else {
          return markdown(b.line, rules);
        }
      },
      block);
}

std::string markdown_body(const Card& card, const MarkdownRules& rules) {
  std::string out;
  for (const Block& block : card.blocks) {
    if (!out.empty()) out += "\n\n";
    out += markdown(block, rules);
  }
  return out;
}

std::string markdown(const Card& card, const MarkdownRules& rules) {
  const std::string title = markdown_text(printable(trim(card.title)), rules);
  std::string body = markdown_body(card, rules);
  if (title.empty()) return body;
  const std::string strong(rules.strong);
  const std::string head = rules.headings ? "#### " + title : strong + title + strong;
  return body.empty() ? head : head + "\n\n" + body;
}

std::string numbered_choices(const std::vector<Button>& buttons) {
  std::string text;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    if (i > 0) text += '\n';
    text += std::to_string(i + 1) + ". " + printable(buttons[i].label);
    if (!buttons[i].url.empty()) text += ": " + buttons[i].url;
  }
  return text;
}

Card form_as_card(const Form& form) {
  Card card;
  card.title = form.title;
  if (!form.intro.empty()) card.blocks.emplace_back(Paragraph{text_line(form.intro)});
  Bullets questions;
  for (const Field& field : form.fields) {
    std::string question = field.label;
    if (!field.hint.empty()) question += ": " + field.hint;
    if (!field.choices.empty()) {
      std::vector<std::string> labels;
      for (const Choice& choice : field.choices) labels.push_back(choice.label);
      question += " (" + join(labels, ", ") + ')';
    }
    questions.items.push_back(text_line(std::move(question)));
  }
  if (!questions.items.empty()) card.blocks.emplace_back(std::move(questions));
  return card;
}

Card problems_as_card(const FormProblems& problems, const std::string& say) {
  Card card;
  card.blocks.emplace_back(Paragraph{text_line(say)});
  Bullets all;
  for (const auto& [field, problem] : problems.by_field) all.items.push_back(text_line(problem));
  card.blocks.emplace_back(std::move(all));
  return card;
}

}  // namespace allybot::platforms
