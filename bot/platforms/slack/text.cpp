#include "bot/platforms/slack/text.h"

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"

namespace allybot::platforms::slack {
namespace {

/// https://docs.slack.dev/messaging/formatting-message-text knows no escape for marks; a character of no width beside one
/// keeps it from being a mark.
constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    default: out += c;
  }
}

std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : printable(text)) append_escaped(out, c == '`' ? '\'' : c);
  return out + '`';
}

std::string link(const std::string& address, std::string_view label) {
  std::string out = '<' + escape(address) + '|';
  for (const char c : printable(label))
    if (c != '|' && c != '<' && c != '>') append_escaped(out, c);
  return out + '>';
}

void append_run(std::string& out, const Inline& run) {
  const std::string address = run.link.empty() ? std::string() : safe_link(run.link);
  if (address.empty() && !run.code && !run.strong && !run.emphasis) {
    // A mark that ends the run before must not touch a word.
    const bool after_mark = !out.empty() && std::string_view("*_`").find(out.back()) != std::string_view::npos;
    if (after_mark && !run.text.empty() && is_word(run.text.front())) out += kZeroWidthSpace;
    out += mrkdwn_text(run.text);
    return;
  }
  const std::string_view inner = trim(run.text);
  if (inner.empty() && address.empty()) {
    out += run.text;
    return;
  }
  std::string shown;
  if (!address.empty())
    shown = link(address, inner.empty() ? std::string_view(address) : inner);
  else
    shown = run.code ? code(inner) : mrkdwn_text(printable(inner));
  if (run.emphasis) shown = '_' + shown + '_';
  if (run.strong) shown = '*' + shown + '*';
  // Spaces stay outside of the marks, or the marks are shown.
  const std::size_t before = inner.empty() ? 0 : static_cast<std::size_t>(inner.data() - run.text.data());
  out.append(run.text, 0, before);
  if (!out.empty() && is_word(out.back())) out += kZeroWidthSpace;
  out += shown;
  out.append(run.text, before + inner.size());
}

bool is_address(std::string_view target) {
  return target.find("://") != std::string_view::npos || target.substr(0, 7) == "mailto:" || target.substr(0, 4) == "tel:";
}

bool is_mention(std::string_view target) {
  return !target.empty() && (target[0] == '@' || target[0] == '#') && is_id(target.substr(1));
}

/// One `<...>` of what was typed, without the brackets, that is no mention.
std::string token(std::string_view inside) {
  const std::size_t bar = inside.find('|');
  const std::string_view target = inside.substr(0, bar);
  if (is_address(target)) return std::string(target);
  if (!target.empty() && target[0] == '!') {  // <!here>, <!subteam^S1|@group>, <!date^...|fallback>
    if (bar != std::string_view::npos && bar + 1 < inside.size()) return std::string(inside.substr(bar + 1));
    return '@' + std::string(target.substr(1, target.find('^') == std::string_view::npos ? target.size() : target.find('^') - 1));
  }
  return '<' + std::string(inside) + '>';
}

/// Typed text with its entities read once; a typed "<@" gets a space, so that only Slack can make a mention.
void append_typed(std::string& out, std::string_view text) {
  static constexpr struct {
    std::string_view entity;
    char character;
  } kEntities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
  for (std::size_t at = 0; at < text.size();) {
    char c = text[at];
    std::size_t taken = 1;
    for (const auto& known : kEntities) {
      if (text.substr(at, known.entity.size()) == known.entity) {
        c = known.character;
        taken = known.entity.size();
        break;
      }
    }
    if ((c == '@' || c == '#') && !out.empty() && out.back() == '<') out += ' ';
    out += c;
    at += taken;
  }
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) append_escaped(out, c);
  return out;
}

std::string mrkdwn_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char before = at > 0 ? text[at - 1] : '\n';
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (c == '>' && before == '\n') out += kZeroWidthSpace;
    append_escaped(out, c);
    const bool may_open = (c == '*' || c == '_' || c == '~' || c == '`') && !is_word(before) && next != ' ' && next != '\n';
    if (may_open) out += kZeroWidthSpace;
  }
  return out;
}

std::string mrkdwn(const Line& line) {
  std::string out;
  for (const Inline& run : line) append_run(out, run);
  return out;
}

std::string mrkdwn(const Line& line, const Limit& limit, Cutter& cutter, std::string_view field) {
  std::string whole = mrkdwn(line);
  if (fits(whole, limit)) return whole;
  cutter.note(field, too_long(measure(whole, limit.unit), limit));
  const Line beginning = cut_line(line, limit.most);  // the rest cannot be shown anyhow
  return longest_fitting(limit, [&beginning](std::size_t most) { return mrkdwn(cut_line(beginning, most)); });
}

std::string typed_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t close = text.find('>');
    if (close == std::string_view::npos) {
      append_typed(out, text);
      break;
    }
    const std::size_t open = text.rfind('<', close);
    if (open == std::string_view::npos) {
      append_typed(out, text.substr(0, close + 1));
      text.remove_prefix(close + 1);
      continue;
    }
    append_typed(out, text.substr(0, open));
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const std::string_view target = inside.substr(0, inside.find('|'));
    if (is_mention(target))
      ((out += '<') += target) += '>';
    else
      append_typed(out, token(inside));
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string without_quotes(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view begin = trim(line);
    if (begin.substr(0, 4) == "&gt;" || begin.substr(0, 1) == ">") continue;
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

bool is_id(std::string_view text) {
  if (text.size() < 2 || text.size() > 24) return false;
  for (const char c : text)
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return false;
  return true;
}

}  // namespace allybot::platforms::slack
